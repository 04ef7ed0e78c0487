# What only the elements for other applications say. $name is a member.
elements-close = Sluiten
elements-unreachable = De server is niet bereikbaar. Controleer je verbinding en probeer het opnieuw.
elements-signed-out = Je bent niet meer ingelogd bij deze organisatie. Log opnieuw in om verder te gaan.
elements-loading = Laden…
elements-change-roles = Rollen wijzigen
elements-roles-of = Rollen van { $name }
