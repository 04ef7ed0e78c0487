# What several pages say.
continue = Doorgaan
back-to-sign-in = Terug naar inloggen
change = Wijzigen
skip = Niet nu
optional = optioneel
choose-option = Kies een optie
foot-terms = Gebruiksvoorwaarden
foot-privacy = Privacybeleid
foot-help = Hulp
show-password = Wachtwoord tonen
hide-password = Wachtwoord verbergen
copy = Kopiëren
copied = Gekopieerd naar het klembord.
copy-refused = De browser stond kopiëren niet toe. Selecteer de tekst en kopieer die zelf.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Gebruikersnaam
label-email = E-mailadres
label-phone = Telefoonnummer
label-username-or-email = Gebruikersnaam of e-mailadres
label-username-or-phone = Gebruikersnaam of telefoonnummer
label-email-or-phone = E-mailadres of telefoonnummer
label-any-identifier = Gebruikersnaam, e-mailadres of telefoonnummer
missing-username = Vul je gebruikersnaam in.
missing-email = Vul je e-mailadres in.
missing-phone = Vul je telefoonnummer in.
missing-username-or-email = Vul je gebruikersnaam of e-mailadres in.
missing-username-or-phone = Vul je gebruikersnaam of telefoonnummer in.
missing-email-or-phone = Vul je e-mailadres of telefoonnummer in.
missing-any-identifier = Vul je gebruikersnaam, e-mailadres of telefoonnummer in.
phone-hint = Met de landcode, bijvoorbeeld +31 of +32.
label-password = Wachtwoord
missing-password = Vul je wachtwoord in.

# Signing in. $name is the application.
sign-in-title = Inloggen bij { $name }
sign-in-button = Inloggen
sign-in-new-here = Nieuw bij { $name }?
sign-in-create = Maak een account
sign-in-forgot = Wachtwoord vergeten?
password-title = Vul je wachtwoord in
use-code = Gebruik liever een code
use-password = Gebruik liever je wachtwoord
link-title = Log in met je link
link-lead = De link die je opende is naar { $address } gestuurd. Ga door om ermee in te loggen.

# Codes that are sent. $address is where to.
code-title-email = Kijk in je e-mail
code-title-phone = Kijk in je berichten
code-lead = We hebben een code van zes cijfers naar { $address } gestuurd.
code-lead-maybe = Als { $address } bij een account hoort, is er een code van zes cijfers naar onderweg.
code-validity = { $minutes ->
    [one] Hij is één minuut geldig.
   *[other] Hij is { $minutes } minuten geldig.
}
label-code = Code
missing-code = Vul de zes cijfers van de code in.
code-again = Stuur een andere code
code-sent-again = Er is een andere code onderweg.
code-wait = { $seconds ->
    [one] Over één seconde kun je een andere code aanvragen.
   *[other] Over { $seconds } seconden kun je een andere code aanvragen.
}
send-code = Stuur een code
use-other-email = Gebruik een ander e-mailadres
use-other-phone = Gebruik een ander telefoonnummer

# What a verified address leads to.
no-account-title = Er is nog geen account
no-account-lead = Niemand heeft hier een account met { $address }. Er nu een maken? Je hebt geen andere code nodig.
no-account-lead-uncoded = Niemand heeft hier een account met { $address }. Er nu een maken?
account-exists-title = Je hebt al een account
account-exists-lead = { $address } hoort bij een account. Daarop inloggen? Je hebt geen andere code nodig.

# Registration.
register-title = Maak je account
register-document-title = Maak een account voor { $name }
register-lead = om door te gaan naar { $name }
register-button = Account maken
register-have-account = Heb je al een account?
missing-new-username = Kies een gebruikersnaam.
missing-new-password = Kies een wachtwoord.
username-rule = Letters a tot z, cijfers en lage streepjes. Hij kan niet met een cijfer beginnen.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Door een account te maken ga je akkoord met de { $terms } en het { $privacy }.
agree-terms = Door een account te maken ga je akkoord met de { $terms }.
agree-privacy = Door een account te maken ga je akkoord met het { $privacy }.
tick-both = Ik ga akkoord met de { $terms } en het { $privacy }.
tick-terms = Ik ga akkoord met de { $terms }.
tick-privacy = Ik ga akkoord met het { $privacy }.
terms-of-use = gebruiksvoorwaarden
privacy-policy = privacybeleid
missing-agreement = Vink het vakje aan om akkoord te gaan voordat je doorgaat.

# Passwords.
new-password-title = Kies een wachtwoord
reset-password-title = Kies een nieuw wachtwoord
label-new-password = Nieuw wachtwoord
save-password = Wachtwoord opslaan
password-rule-length = { $min ->
    [one] Minstens één teken.
   *[other] Minstens { $min } tekens.
}
password-rule-types = Minstens { $min } tekens, met { $types } van deze soorten: kleine letters, hoofdletters, cijfers en symbolen.
forgot-title = Stel je wachtwoord opnieuw in
forgot-lead = We sturen je een code. Daarmee kies je een nieuw wachtwoord.
password-changed = Je wachtwoord is gewijzigd. Log in met het nieuwe.

# What an account still lacks.
username-title = Kies een gebruikersnaam
email-title = Voeg je e-mailadres toe
phone-title = Voeg je telefoonnummer toe
email-or-phone-title = Voeg een e-mailadres of telefoonnummer toe
address-lead = We sturen er een code naartoe om zeker te weten dat het van jou is.
profile-title = Nog een paar gegevens
profile-lead = { $name } heeft ze nodig om je account compleet te maken.
missing-field = Vul dit veld in.
field-wrong = Dit heeft niet de gevraagde vorm.
field-given-name = Voornaam
field-middle-name = Tweede voornaam
field-family-name = Achternaam
field-address-formatted = Adres
field-address-street = Straat en huisnummer
field-address-locality = Plaats
field-address-region = Provincie of regio
field-address-postal-code = Postcode
field-address-country = Land
