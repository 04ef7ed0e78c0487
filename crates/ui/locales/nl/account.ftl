# What is around the pages of the account center. $name is who is signed in.
account-title = Je account
account-skip = Naar de inhoud
account-menu = Account van { $name }
account-other = Een ander account gebruiken
account-sign-out = Uitloggen
account-save = Wijzigingen opslaan
account-cancel = Annuleren
account-remove = Verwijderen
account-none = Niet ingevuld
account-profile = Profiel
account-security = Beveiliging
account-off-title = Hier zijn geen accountpagina’s
account-off-lead = De beheerder van deze server heeft ze niet geopend. Wat je van je account ziet, staat in de toepassingen die je gebruikt.
account-closed-title = Dit kan hier niet worden gewijzigd
account-closed-lead = De beheerder van deze server heeft dit deel van je account niet geopend. Vraag hem het voor je te wijzigen.

# Who somebody is.
account-profile-lead = Wie je bent en hoe je te bereiken bent.
account-details = Persoonlijke gegevens
account-picture = Foto
account-picture-choose = Kies een foto.
account-picture-upload = Foto uploaden
account-picture-hint = PNG, JPEG, GIF of WebP, hoogstens { $size } MB.
account-picture-remove = Foto verwijderen
account-picture-type = Dit is geen afbeelding die kan worden getoond. Kies een bestand in PNG, JPEG, GIF of WebP.
account-picture-large = Deze afbeelding is te groot. Kies er een van hoogstens { $size } MB.
account-picture-full = Er kunnen nu geen afbeeldingen meer worden bewaard. Probeer het morgen opnieuw.
account-name = Naam
account-username-hint = Je kunt ermee inloggen. Letters a tot z, cijfers en onderstrepingstekens.
account-nickname = Bijnaam
account-website = Website
account-birthdate = Geboortedatum
account-preferred-taken = Iemand anders heeft dit als gebruikersnaam. Kies een andere naam.
account-language = Taal
account-language-lead = In welke taal deze pagina’s tegen je spreken.
account-language-browser = Zoals je browser vraagt

# How somebody is reached. $address is where.
account-contact = Contact
account-contact-lead = Codes en berichten over je account gaan daarheen.
account-change-email = E-mailadres wijzigen
account-add-email = E-mailadres toevoegen
account-remove-email = E-mailadres verwijderen
account-change-phone = Telefoonnummer wijzigen
account-add-phone = Telefoonnummer toevoegen
account-remove-phone = Telefoonnummer verwijderen
account-new-email = Nieuw e-mailadres
account-new-phone = Nieuw telefoonnummer
account-present = Op dit moment:
account-removed-address = Je kunt dan niet meer inloggen met { $address } en daar geen codes meer krijgen.
account-needed = Elk account heeft er hier een nodig: je kunt het wijzigen, maar niet verwijderen.
account-last-method = Het is de enige manier om in te loggen die over is. Voeg eerst een andere toe.
account-username-often = Je hebt net meerdere gebruikersnamen gekozen. Probeer het morgen opnieuw.

# Accounts elsewhere. $provider is where.
account-linked = Gekoppelde accounts
account-linked-lead = Je kunt ermee inloggen.
account-not-linked = Niet gekoppeld
account-single-sign-on = Via single sign-on
account-link = Koppelen
account-link-to = Een account bij { $provider } koppelen
account-unlink = Ontkoppelen
account-unlink-from = Je account bij { $provider } ontkoppelen
account-unlinked-consequence = Je kunt dan niet meer inloggen met { $provider }.
account-link-taken = Dit account bij { $provider } is hier gekoppeld aan het account van iemand anders. Ontkoppel het daar eerst.
account-link-exists = Er is al een account bij { $provider } gekoppeld. Ontkoppel dat eerst.
account-link-failed = Koppelen met { $provider } is niet gelukt. Er is niets gewijzigd; probeer het opnieuw.

# How somebody signs in.
account-security-lead = Hoe je inlogt en laat zien dat jij het bent.
account-password-set = Er is een wachtwoord
account-password-set-hint = Het wijzigen logt je overal uit.
account-password-unset = Geen wachtwoord
account-password-unset-hint = Met een wachtwoord kun je zonder code inloggen.
account-set-password = Wachtwoord instellen
account-change-password = Wachtwoord wijzigen
account-change-password-lead = Je wordt overal uitgelogd, ook hier, en logt in met het nieuwe.
account-password-changed = Wachtwoord gewijzigd

# Proving once more who one is.
account-verify = Bevestig dat jij het bent
account-verify-lead = Wat volgt, verandert hoe je inlogt. Het wordt je eens in de tien minuten gevraagd.
account-verify-email = Een code per e-mail gebruiken
account-verify-phone = Een code per sms gebruiken
account-verify-password = Je wachtwoord gebruiken
account-verify-sign-in = Je account heeft geen wachtwoord en geen adres voor een code. Log nog een keer in om verder te gaan.
account-verify-factor = Je bent ingelogd zonder je tweede stap. Log nog een keer in, met die stap, om verder te gaan.
account-sign-in-again = Opnieuw inloggen
account-wrong-password = Dit wachtwoord klopt niet.

# What was done.
account-done-saved = Je wijzigingen zijn opgeslagen.
account-done-picture = Je foto is gewijzigd.
account-done-picture-removed = Je foto is verwijderd.
account-done-email = Je e-mailadres is gewijzigd.
account-done-email-removed = Je e-mailadres is verwijderd.
account-done-phone = Je telefoonnummer is gewijzigd.
account-done-phone-removed = Je telefoonnummer is verwijderd.
account-done-password = Je wachtwoord is ingesteld.
account-done-linked = Het account is gekoppeld.
account-done-unlinked = Het account is niet meer gekoppeld.
