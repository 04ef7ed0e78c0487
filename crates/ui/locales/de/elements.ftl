# What only the elements for other applications say. $name is a member.
elements-close = Schließen
elements-unreachable = Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es dann noch einmal.
elements-signed-out = Sie sind in dieser Organisation nicht mehr angemeldet. Melden Sie sich noch einmal an, um weiterzumachen.
elements-loading = Wird geladen …
elements-change-roles = Rollen ändern
elements-roles-of = Rollen von { $name }
