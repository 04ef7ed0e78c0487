# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Tweede stappen
own-factors-lead = Daarmee komt niemand binnen die alleen je wachtwoord kent.
own-passkeys = Passkeys
own-passkeys-lead = Log in met je vingerafdruk, gezicht, schermvergrendeling of beveiligingssleutel.
own-no-passkeys = Er is nog geen passkey.
own-add-passkey = Passkey toevoegen
own-not-set-up = Niet ingesteld
own-set-up = Instellen
own-set-up-named = Instellen: { $name }
own-replace = Vervangen
own-replace-named = Vervangen: { $name }
own-codes-left = { $count ->
    [one] Er is nog één code
   *[other] Er zijn nog { $count } codes
}
own-codes-first = Ze vervangen een andere tweede stap. Stel er eerst een in.
own-new-codes = Nieuwe codes ophalen
own-new-codes-consequence = De codes die je nu hebt, gelden dan niet meer.
own-remove-named = { $name } verwijderen
own-remove-question = { $name } verwijderen?
own-remove-consequence = Je kunt er niet meer mee bewijzen dat jij het bent.
own-remove-last-consequence = Het is je laatste tweede stap. Reservecodes verdwijnen mee, en je wachtwoord alleen laat binnen wie het kent.
own-rename = Naam wijzigen
own-rename-named = Naam van { $name } wijzigen
own-label-name = Naam
own-passkey-name-hint = Zodat je hem herkent, bijvoorbeeld “Laptop van het werk”.
own-missing-name = Voer een naam in.
own-bad-name = Gebruik hoogstens { $max } tekens, en alleen zichtbare.
own-passkey-failed = De browser heeft geen passkey gemaakt. Probeer het opnieuw of gebruik een ander apparaat.
own-asked = Tweede stap bij het inloggen
own-asked-on = Je wordt er elke keer om gevraagd.
own-asked-off = Je wordt er niet om gevraagd.
own-ask-start = Elke keer vragen
own-ask-stop = Niet vragen
own-added = Toegevoegd: { $date }
own-used = Laatst gebruikt: { $when }
own-done-factor = Je tweede stap is ingesteld.
own-done-passkey = Je passkey is toegevoegd.
own-done-removed = Het is verwijderd.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sessies en apparaten
own-sessions-lead = Waar je bent ingelogd. Beëindig wat je niet kent en wijzig dan je wachtwoord.
own-session-here = Deze browser
own-device = { $browser } op { $system }
own-device-unknown = Onbekende browser
own-last-active = Laatst actief: { $when }
own-end = Beëindigen
own-end-named = Sessie beëindigen: { $name }
own-end-question = Deze sessie beëindigen?
own-end-consequence = { $name } wordt uitgelogd, met elke toepassing die daar is geopend.
own-end-others = Alle andere sessies beëindigen
own-end-others-question = Alle andere sessies beëindigen?
own-end-others-consequence = Je wordt overal uitgelogd behalve in deze browser, met elke toepassing die daar is geopend.
own-done-ended = De sessie is beëindigd.
own-done-ended-others = Alle andere sessies zijn beëindigd.

# What applications may do. $name is an application or an API.
own-applications = Verbonden toepassingen
own-applications-lead = Wat je ze hebt toegestaan, geldt tot je het terugneemt.
own-applications-none = Geen enkele toepassing mag iets voor je doen.
own-allowed = Toegestaan: { $date }
own-permissions = Rechten voor { $name }
own-revoke = Terugnemen
own-revoke-named = Terugnemen wat { $name } mag
own-revoke-question = Terugnemen wat { $name } mag?
own-revoke-consequence = Je wordt er uitgelogd, en het kan niets voor je doen tot je het weer toestaat.
own-done-revoked = Het kan niets meer voor je doen.

# Tokens of one's own.
own-tokens = Persoonlijke toegangstokens
own-tokens-lead = Voor programma’s van jou die namens jou werken. Bewaar ze als wachtwoorden.
own-tokens-none = Er is nog geen token.
own-create-token = Token maken
own-token-name-hint = Waar het voor is, bijvoorbeeld “Back-upscript”.
own-token-expiry = Eindigt
own-token-never = Nooit
own-token-days = { $count ->
    [one] Over één dag
   *[other] Over { $count } dagen
}
own-token-title = Bewaar dit token nu
own-token-shown = Het wordt alleen nu getoond. Raakt het kwijt, maak dan een ander en verwijder dit.
own-token-saved = Ik heb het bewaard
own-delete = Verwijderen
own-delete-named = { $name } verwijderen
own-delete-question = { $name } verwijderen?
own-delete-token-consequence = Programma’s die het gebruiken, kunnen niet meer namens jou werken.
own-token-taken = Je hebt al een token met deze naam. Kies een andere.
own-token-many = Je hebt het maximale aantal tokens. Verwijder er eerst een.
own-ends = Eindigt: { $date }
own-ended = Verlopen
own-done-token-deleted = Het token is verwijderd.

# Where somebody belongs. $name is an organization.
own-organizations = Organisaties
own-organizations-lead = Waar je bij hoort en waarvoor je bent uitgenodigd.
own-organizations-none = Je hoort bij geen enkele organisatie.
own-invitations = Uitnodigingen
own-invited-by = Uitgenodigd door { $name }
own-accept = Accepteren
own-accept-named = Uitnodiging voor { $name } accepteren
own-decline = Afwijzen
own-decline-named = Uitnodiging voor { $name } afwijzen
own-leave = Verlaten
own-leave-named = { $name } verlaten
own-leave-question = { $name } verlaten?
own-leave-consequence = Je verliest daar meteen je rollen en toegang. Alleen een uitnodiging brengt je terug.
own-last-administrator = Niemand anders zou { $name } kunnen beheren. Geef daar eerst iemand de rol daarvoor.
own-invitation-gone = Deze uitnodiging is er niet meer.
own-done-joined = Je hoort nu bij de organisatie.
own-done-declined = De uitnodiging is afgewezen.
own-done-left = Je hebt de organisatie verlaten.

# Taking everything along, and the end. $text is what is typed.
own-data = Je gegevens
own-data-lead = Neem mee wat over je wordt bewaard, of verwijder je account.
own-export = Je gegevens downloaden
own-export-lead = Alles wat over je wordt bewaard in één JSON-bestand, zonder wachtwoorden en andere geheimen.
own-export-often = Je hebt ze net vaak gedownload. Probeer het over een uur opnieuw.
own-delete-account = Account verwijderen
own-delete-account-lead = Het is meteen en voorgoed weg.
own-delete-account-question = Je account verwijderen?
own-delete-everything = Je profiel, sessies, tweede stappen en tokens worden verwijderd. Niemand kan ze terughalen.
own-delete-memberships = Je verlaat elke organisatie waar je bij hoort, en elke toepassing verliest je account.
own-delete-type = Typ { $text } om te bevestigen
own-delete-mistyped = Typ precies: { $text }
own-deleted-title = Je account is verwijderd
own-deleted-lead = Je bent overal uitgelogd. Je kunt deze pagina sluiten.

# Moments.
own-now = zojuist
own-minutes = { $count ->
    [one] een minuut geleden
   *[other] { $count } minuten geleden
}
own-hours = { $count ->
    [one] een uur geleden
   *[other] { $count } uur geleden
}
own-days = { $count ->
    [one] gisteren
   *[other] { $count } dagen geleden
}
own-date = { $month ->
    [1] { $day } januari { $year }
    [2] { $day } februari { $year }
    [3] { $day } maart { $year }
    [4] { $day } april { $year }
    [5] { $day } mei { $year }
    [6] { $day } juni { $year }
    [7] { $day } juli { $year }
    [8] { $day } augustus { $year }
    [9] { $day } september { $year }
    [10] { $day } oktober { $year }
    [11] { $day } november { $year }
   *[other] { $day } december { $year }
}
