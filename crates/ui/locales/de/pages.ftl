# What several pages say.
continue = Weiter
back-to-sign-in = Zurück zur Anmeldung
change = Ändern
skip = Jetzt nicht
optional = freiwillig
choose-option = Bitte wählen
foot-terms = Nutzungsbedingungen
foot-privacy = Datenschutzerklärung
foot-help = Hilfe
show-password = Passwort anzeigen
hide-password = Passwort verbergen
copy = Kopieren
copied = In die Zwischenablage kopiert.
copy-refused = Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text und kopieren Sie ihn selbst.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Benutzername
label-email = E-Mail-Adresse
label-phone = Telefonnummer
label-username-or-email = Benutzername oder E-Mail-Adresse
label-username-or-phone = Benutzername oder Telefonnummer
label-email-or-phone = E-Mail-Adresse oder Telefonnummer
label-any-identifier = Benutzername, E-Mail-Adresse oder Telefonnummer
missing-username = Geben Sie Ihren Benutzernamen ein.
missing-email = Geben Sie Ihre E-Mail-Adresse ein.
missing-phone = Geben Sie Ihre Telefonnummer ein.
missing-username-or-email = Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.
missing-username-or-phone = Geben Sie Ihren Benutzernamen oder Ihre Telefonnummer ein.
missing-email-or-phone = Geben Sie Ihre E-Mail-Adresse oder Telefonnummer ein.
missing-any-identifier = Geben Sie Ihren Benutzernamen, Ihre E-Mail-Adresse oder Telefonnummer ein.
phone-hint = Mit Landesvorwahl, zum Beispiel +49 oder +41.
label-password = Passwort
missing-password = Geben Sie Ihr Passwort ein.

# Signing in. $name is the application.
sign-in-title = Bei { $name } anmelden
sign-in-button = Anmelden
sign-in-new-here = Neu bei { $name }?
sign-in-create = Konto erstellen
sign-in-forgot = Passwort vergessen?
password-title = Passwort eingeben
use-code = Stattdessen einen Code verwenden
use-password = Stattdessen das Passwort verwenden
link-title = Mit Ihrem Link anmelden
link-lead = Der geöffnete Link wurde an { $address } gesendet. Melden Sie sich damit an.

# Codes that are sent. $address is where to.
code-title-email = Sehen Sie in Ihre E-Mails
code-title-phone = Sehen Sie in Ihre Nachrichten
code-lead = Wir haben einen sechsstelligen Code an { $address } gesendet.
code-lead-maybe = Wenn { $address } zu einem Konto gehört, ist ein sechsstelliger Code dorthin unterwegs.
code-validity = { $minutes ->
    [one] Er ist eine Minute gültig.
   *[other] Er ist { $minutes } Minuten gültig.
}
label-code = Code
missing-code = Geben Sie die sechs Ziffern des Codes ein.
code-again = Neuen Code senden
code-sent-again = Ein neuer Code ist unterwegs.
code-wait = { $seconds ->
    [one] In einer Sekunde können Sie einen neuen Code anfordern.
   *[other] In { $seconds } Sekunden können Sie einen neuen Code anfordern.
}
send-code = Code senden
use-other-email = Andere E-Mail-Adresse verwenden
use-other-phone = Andere Telefonnummer verwenden

# What a verified address leads to.
no-account-title = Es gibt noch kein Konto
no-account-lead = Mit { $address } hat hier noch niemand ein Konto. Jetzt eines erstellen? Sie brauchen keinen weiteren Code.
no-account-lead-uncoded = Mit { $address } hat hier noch niemand ein Konto. Jetzt eines erstellen?
account-exists-title = Sie haben schon ein Konto
account-exists-lead = { $address } gehört zu einem Konto. Damit anmelden? Sie brauchen keinen weiteren Code.

# Registration.
register-title = Konto erstellen
register-document-title = Konto für { $name } erstellen
register-lead = um mit { $name } fortzufahren
register-button = Konto erstellen
register-have-account = Haben Sie schon ein Konto?
missing-new-username = Wählen Sie einen Benutzernamen.
missing-new-password = Wählen Sie ein Passwort.
username-rule = Buchstaben von a bis z, Ziffern und Unterstriche. Am Anfang steht keine Ziffer.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Mit dem Erstellen eines Kontos stimmen Sie den { $terms } und der { $privacy } zu.
agree-terms = Mit dem Erstellen eines Kontos stimmen Sie den { $terms } zu.
agree-privacy = Mit dem Erstellen eines Kontos stimmen Sie der { $privacy } zu.
tick-both = Ich stimme den { $terms } und der { $privacy } zu.
tick-terms = Ich stimme den { $terms } zu.
tick-privacy = Ich stimme der { $privacy } zu.
terms-of-use = Nutzungsbedingungen
privacy-policy = Datenschutzerklärung
missing-agreement = Setzen Sie das Häkchen, um zuzustimmen, bevor Sie fortfahren.

# Passwords.
new-password-title = Passwort wählen
reset-password-title = Neues Passwort wählen
label-new-password = Neues Passwort
save-password = Passwort speichern
password-rule-length = { $min ->
    [one] Mindestens ein Zeichen.
   *[other] Mindestens { $min } Zeichen.
}
password-rule-types = Mindestens { $min } Zeichen, davon { $types } der Arten Kleinbuchstaben, Großbuchstaben, Ziffern und Sonderzeichen.
forgot-title = Passwort zurücksetzen
forgot-lead = Wir senden Ihnen einen Code. Damit wählen Sie ein neues Passwort.
password-changed = Ihr Passwort ist geändert. Melden Sie sich mit dem neuen an.

# What an account still lacks.
username-title = Benutzernamen wählen
email-title = E-Mail-Adresse hinzufügen
phone-title = Telefonnummer hinzufügen
email-or-phone-title = E-Mail-Adresse oder Telefonnummer hinzufügen
address-lead = Wir senden einen Code dorthin, um sicherzugehen, dass sie Ihnen gehört.
profile-title = Noch ein paar Angaben
profile-lead = { $name } braucht sie, um Ihr Konto zu vervollständigen.
missing-field = Füllen Sie dieses Feld aus.
field-wrong = Diese Angabe hat nicht die verlangte Form.
field-given-name = Vorname
field-middle-name = Zweiter Vorname
field-family-name = Nachname
field-address-formatted = Anschrift
field-address-street = Straße und Hausnummer
field-address-locality = Ort
field-address-region = Bundesland oder Region
field-address-postal-code = Postleitzahl
field-address-country = Land
