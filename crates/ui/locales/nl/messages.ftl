# What is wrong, and what to do.
form-out-of-date = Dit formulier was verouderd. Vul het opnieuw in.
error-general = Dit lukte niet. Probeer het opnieuw. Gebeurt het weer, vraag dan om hulp en noem ‘{ $code }’.
error-start-again = Deze stap loopt niet meer. Begin opnieuw.
error-credentials-username = Die gebruikersnaam en dat wachtwoord horen niet bij een account. Controleer beide en probeer het opnieuw.
error-credentials = Dat account en wachtwoord passen niet bij elkaar. Controleer beide en probeer het opnieuw.
error-locked = { $minutes ->
    [one] Er waren te veel mislukte pogingen. Probeer het over één minuut opnieuw.
   *[other] Er waren te veel mislukte pogingen. Probeer het over { $minutes } minuten opnieuw.
}
error-suspended = Dit account is geblokkeerd. Vraag een beheerder de blokkade op te heffen.
error-account-gone = Dit account bestaat niet meer. Log in met een ander of maak een nieuw.
error-method-off = Zo inloggen staat hier uit. Probeer een andere manier of vraag een beheerder.
error-not-open = Dit staat hier uit. Vraag een beheerder.
error-username-taken = Deze gebruikersnaam is bezet. Kies een andere.
error-email-taken = Dit e-mailadres hoort bij een ander account. Gebruik een ander.
error-phone-taken = Dit telefoonnummer hoort bij een ander account. Gebruik een ander.
error-username-form = Dit kan geen gebruikersnaam zijn.
error-username-length = Een gebruikersnaam heeft tussen { $min } en { $max } tekens.
error-username-uppercase = Laat hoofdletters weg.
error-username-lowercase = Laat kleine letters weg.
error-username-number = Laat cijfers weg.
error-username-underscore = Laat lage streepjes weg.
error-email-form = Dit is geen e-mailadres. Controleer het op typefouten.
error-phone-form = Dit is geen telefoonnummer. Schrijf het met de landcode, bijvoorbeeld +31 20 1234567.
error-email-refused = Dit e-mailadres kan hier niet worden gebruikt. Gebruik een ander.
error-password-expired = Dit wachtwoord is verlopen. Vraag een beheerder een nieuw in te stellen.
error-password-expired-reset = Dit wachtwoord is verlopen. Kies ‘Wachtwoord vergeten?’ om een nieuw in te stellen.
error-same-password = Dit is al je wachtwoord. Kies een ander.
password-too-short = { $min ->
    [one] Gebruik minstens één teken.
   *[other] Gebruik minstens { $min } tekens.
}
password-too-long = { $max ->
    [one] Gebruik hoogstens één teken.
   *[other] Gebruik hoogstens { $max } tekens.
}
password-character-types = Meng minstens { $min } van deze soorten: kleine letters, hoofdletters, cijfers en symbolen.
password-unsupported = Laat regeleinden en andere stuurtekens weg.
password-repetition = Herhaal minder tekens.
password-sequence = Laat reeksen zoals 1234 of qwerty weg.
password-user-info = Laat je gebruikersnaam en andere dingen die over je bekend zijn weg.
password-words = Dit wachtwoord bevat een woord dat hier niet is toegestaan.
password-other = Kies een ander wachtwoord.
error-code-wrong = Die code klopt niet. Controleer hem en probeer het opnieuw.
error-code-expired = Die code is verlopen. Vraag een andere aan.
error-code-used = Die code is niet meer geldig. Vraag een andere aan.
error-code-tries = Er waren te veel pogingen met deze code. Vraag een andere aan.
error-code-limit = Er zijn al meerdere codes naar dit adres gestuurd. Wacht een paar minuten en vraag het dan opnieuw.
error-code-not-sent = De code kon niet worden verstuurd. Probeer het later opnieuw of kies een andere manier.
error-link-used = Deze link is verlopen of al gebruikt. Vraag een andere aan.
error-link-other = Deze link is naar een ander adres gestuurd.
error-totp-wrong = Die code klopt niet. Je app toont elke 30 seconden een andere; vul de code in die hij nu toont.
error-totp-exists = Je account heeft al een authenticator-app. Gebruik die.
error-passkeys-many = Je hebt het maximale aantal passkeys. Verwijder er eerst een in je account.
error-backup-wrong = Die reservecode klopt niet of is al gebruikt.
error-passkey = De passkey werd niet geaccepteerd. Probeer het opnieuw of gebruik een andere manier.
error-no-factor = Je account vraagt om een tweede stap die hier niet kan. Vraag een beheerder om hulp.
no-single-sign-on = Op deze server is geen single sign-on ingesteld. Log hier in.
no-recovery = Op deze server kun je wachtwoorden niet opnieuw instellen. Vraag een beheerder om een nieuw en log dan hier in.
error-no-account = Er is geen account met dit adres en hier kan er geen worden gemaakt. Gebruik een ander of vraag een beheerder.
