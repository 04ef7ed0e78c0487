# What is wrong, and what to do.
form-out-of-date = Dieses Formular war veraltet. Füllen Sie es noch einmal aus.
error-general = Das hat nicht geklappt. Versuchen Sie es noch einmal. Wenn es wieder geschieht, bitten Sie um Hilfe und nennen Sie „{ $code }“.
error-start-again = Dieser Schritt läuft nicht mehr. Beginnen Sie von vorn.
error-credentials-username = Dieser Benutzername und dieses Passwort gehören zu keinem Konto. Prüfen Sie beide und versuchen Sie es noch einmal.
error-credentials = Konto und Passwort passen nicht zusammen. Prüfen Sie beide und versuchen Sie es noch einmal.
error-locked = { $minutes ->
    [one] Es gab zu viele Fehlversuche. Versuchen Sie es in einer Minute noch einmal.
   *[other] Es gab zu viele Fehlversuche. Versuchen Sie es in { $minutes } Minuten noch einmal.
}
error-suspended = Dieses Konto ist gesperrt. Bitten Sie einen Administrator, die Sperre aufzuheben.
error-account-gone = Dieses Konto gibt es nicht mehr. Melden Sie sich mit einem anderen an oder erstellen Sie ein neues.
error-method-off = Diese Art der Anmeldung ist hier ausgeschaltet. Wählen Sie eine andere oder fragen Sie einen Administrator.
error-not-open = Das ist hier ausgeschaltet. Fragen Sie einen Administrator.
error-username-taken = Dieser Benutzername ist vergeben. Wählen Sie einen anderen.
error-email-taken = Diese E-Mail-Adresse gehört zu einem anderen Konto. Verwenden Sie eine andere.
error-phone-taken = Diese Telefonnummer gehört zu einem anderen Konto. Verwenden Sie eine andere.
error-username-form = Das kann kein Benutzername sein.
error-username-length = Ein Benutzername hat zwischen { $min } und { $max } Zeichen.
error-username-uppercase = Lassen Sie Großbuchstaben weg.
error-username-lowercase = Lassen Sie Kleinbuchstaben weg.
error-username-number = Lassen Sie Ziffern weg.
error-username-underscore = Lassen Sie Unterstriche weg.
error-email-form = Das ist keine E-Mail-Adresse. Prüfen Sie sie auf Tippfehler.
error-phone-form = Das ist keine Telefonnummer. Schreiben Sie sie mit Landesvorwahl, zum Beispiel +49 30 123456.
error-email-refused = Diese E-Mail-Adresse kann hier nicht verwendet werden. Verwenden Sie eine andere.
error-password-expired = Dieses Passwort ist abgelaufen. Bitten Sie einen Administrator, ein neues zu setzen.
error-password-expired-reset = Dieses Passwort ist abgelaufen. Wählen Sie „Passwort vergessen?“, um ein neues zu setzen.
error-same-password = Das ist schon Ihr Passwort. Wählen Sie ein anderes.
password-too-short = { $min ->
    [one] Verwenden Sie mindestens ein Zeichen.
   *[other] Verwenden Sie mindestens { $min } Zeichen.
}
password-too-long = { $max ->
    [one] Verwenden Sie höchstens ein Zeichen.
   *[other] Verwenden Sie höchstens { $max } Zeichen.
}
password-character-types = Mischen Sie mindestens { $min } der Arten Kleinbuchstaben, Großbuchstaben, Ziffern und Sonderzeichen.
password-unsupported = Lassen Sie Zeilenumbrüche und andere Steuerzeichen weg.
password-repetition = Wiederholen Sie weniger Zeichen.
password-sequence = Lassen Sie Folgen wie 1234 oder qwertz weg.
password-user-info = Lassen Sie Ihren Benutzernamen und anderes weg, was über Sie bekannt ist.
password-words = Dieses Passwort enthält ein Wort, das hier nicht erlaubt ist.
password-other = Wählen Sie ein anderes Passwort.
error-code-wrong = Dieser Code stimmt nicht. Prüfen Sie ihn und versuchen Sie es noch einmal.
error-code-expired = Dieser Code ist abgelaufen. Fordern Sie einen neuen an.
error-code-used = Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.
error-code-tries = Es gab zu viele Versuche mit diesem Code. Fordern Sie einen neuen an.
error-code-limit = An diese Adresse gingen schon mehrere Codes. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.
error-code-not-sent = Der Code konnte nicht gesendet werden. Versuchen Sie es später noch einmal oder wählen Sie einen anderen Weg.
error-link-used = Dieser Link ist abgelaufen oder wurde schon benutzt. Fordern Sie einen neuen an.
error-link-other = Dieser Link wurde an eine andere Adresse gesendet.
error-totp-wrong = Dieser Code stimmt nicht. Ihre App zeigt alle 30 Sekunden einen neuen; geben Sie den ein, den sie jetzt anzeigt.
error-totp-exists = Ihr Konto hat schon eine Authenticator-App. Verwenden Sie diese.
error-passkeys-many = Sie haben die Höchstzahl an Passkeys erreicht. Entfernen Sie zuerst einen in Ihrem Konto.
error-backup-wrong = Dieser Ersatzcode stimmt nicht oder wurde schon benutzt.
error-passkey = Der Passkey wurde nicht angenommen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
error-no-factor = Ihr Konto verlangt einen zweiten Schritt, der hier nicht möglich ist. Bitten Sie einen Administrator um Hilfe.
no-single-sign-on = Auf diesem Server ist kein Single Sign-on eingerichtet. Melden Sie sich hier an.
no-recovery = Auf diesem Server lassen sich Passwörter nicht zurücksetzen. Bitten Sie einen Administrator um ein neues und melden Sie sich dann hier an.
error-no-account = Mit dieser Adresse gibt es kein Konto, und hier kann keines erstellt werden. Verwenden Sie eine andere oder fragen Sie einen Administrator.
