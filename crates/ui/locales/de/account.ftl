# What is around the pages of the account center. $name is who is signed in.
account-title = Ihr Konto
account-skip = Zum Inhalt springen
account-menu = Konto von { $name }
account-other = Anderes Konto verwenden
account-sign-out = Abmelden
account-save = Änderungen speichern
account-cancel = Abbrechen
account-remove = Entfernen
account-none = Nicht angegeben
account-profile = Profil
account-security = Sicherheit
account-off-title = Hier gibt es keine Kontoseiten
account-off-lead = Der Betreiber dieses Servers hat sie nicht freigegeben. Was Sie von Ihrem Konto sehen, steht in den Anwendungen, die Sie benutzen.
account-closed-title = Das lässt sich hier nicht ändern
account-closed-lead = Der Betreiber dieses Servers hat diesen Teil Ihres Kontos nicht freigegeben. Bitten Sie ihn um die Änderung.

# Who somebody is.
account-profile-lead = Wer Sie sind und wie man Sie erreicht.
account-details = Persönliche Angaben
account-picture = Bild
account-picture-choose = Wählen Sie ein Bild.
account-picture-upload = Bild hochladen
account-picture-hint = PNG, JPEG, GIF oder WebP, höchstens { $size } MB.
account-picture-remove = Bild entfernen
account-picture-type = Das ist kein Bild, das sich anzeigen lässt. Wählen Sie eine Datei in PNG, JPEG, GIF oder WebP.
account-picture-large = Dieses Bild ist zu groß. Wählen Sie eines mit höchstens { $size } MB.
account-picture-full = Im Moment lassen sich keine weiteren Bilder aufbewahren. Versuchen Sie es morgen noch einmal.
account-name = Name
account-username-hint = Damit können Sie sich anmelden. Buchstaben a bis z, Ziffern und Unterstriche.
account-nickname = Spitzname
account-website = Website
account-birthdate = Geburtsdatum
account-preferred-taken = Jemand anderes hat das als Benutzernamen. Wählen Sie einen anderen Namen.
account-language = Sprache
account-language-lead = In welcher Sprache diese Seiten mit Ihnen sprechen.
account-language-browser = Wie im Browser eingestellt

# How somebody is reached. $address is where.
account-contact = Kontakt
account-contact-lead = Dorthin gehen Codes und Nachrichten zu Ihrem Konto.
account-change-email = E-Mail-Adresse ändern
account-add-email = E-Mail-Adresse hinzufügen
account-remove-email = E-Mail-Adresse entfernen
account-change-phone = Telefonnummer ändern
account-add-phone = Telefonnummer hinzufügen
account-remove-phone = Telefonnummer entfernen
account-new-email = Neue E-Mail-Adresse
account-new-phone = Neue Telefonnummer
account-present = Zurzeit:
account-removed-address = Sie können sich dann nicht mehr mit { $address } anmelden und dort keine Codes mehr bekommen.
account-needed = Jedes Konto braucht hier eine solche Angabe. Sie lässt sich ändern, aber nicht entfernen.
account-last-method = Das ist der einzige verbleibende Weg, sich anzumelden. Fügen Sie zuerst einen anderen hinzu.
account-username-often = Sie haben gerade mehrere Benutzernamen gewählt. Versuchen Sie es morgen wieder.

# Accounts elsewhere. $provider is where.
account-linked = Verknüpfte Konten
account-linked-lead = Sie können sich mit ihnen anmelden.
account-not-linked = Nicht verknüpft
account-single-sign-on = Single Sign-on
account-link = Verknüpfen
account-link-to = Ein Konto bei { $provider } verknüpfen
account-unlink = Trennen
account-unlink-from = Ihr Konto bei { $provider } trennen
account-unlinked-consequence = Sie können sich dann nicht mehr mit { $provider } anmelden.
account-link-taken = Dieses Konto bei { $provider } ist hier mit dem Konto von jemand anderem verknüpft. Trennen Sie es zuerst dort.
account-link-exists = Ein Konto bei { $provider } ist schon verknüpft. Trennen Sie es zuerst.
account-link-failed = Das Verknüpfen mit { $provider } hat nicht geklappt. Es wurde nichts geändert; versuchen Sie es noch einmal.

# How somebody signs in.
account-security-lead = Wie Sie sich anmelden und zeigen, dass Sie es sind.
account-password-set = Passwort ist gesetzt
account-password-set-hint = Eine Änderung meldet Sie überall ab.
account-password-unset = Kein Passwort
account-password-unset-hint = Damit können Sie sich ohne Code anmelden.
account-set-password = Passwort festlegen
account-change-password = Passwort ändern
account-change-password-lead = Sie werden überall abgemeldet, auch hier, und melden sich mit dem neuen an.
account-password-changed = Passwort geändert

# Proving once more who one is.
account-verify = Bestätigen Sie, dass Sie es sind
account-verify-lead = Was folgt, ändert, wie Sie sich anmelden. Sie werden einmal in zehn Minuten gefragt.
account-verify-email = Code per E-Mail verwenden
account-verify-phone = Code per SMS verwenden
account-verify-password = Passwort verwenden
account-verify-sign-in = Ihr Konto hat weder ein Passwort noch eine Adresse für einen Code. Melden Sie sich noch einmal an, um fortzufahren.
account-verify-factor = Sie wurden ohne Ihren zweiten Schritt angemeldet. Melden Sie sich noch einmal mit ihm an, um fortzufahren.
account-sign-in-again = Noch einmal anmelden
account-wrong-password = Dieses Passwort stimmt nicht.

# What was done.
account-done-saved = Ihre Änderungen sind gespeichert.
account-done-picture = Ihr Bild ist geändert.
account-done-picture-removed = Ihr Bild ist entfernt.
account-done-email = Ihre E-Mail-Adresse ist geändert.
account-done-email-removed = Ihre E-Mail-Adresse ist entfernt.
account-done-phone = Ihre Telefonnummer ist geändert.
account-done-phone-removed = Ihre Telefonnummer ist entfernt.
account-done-password = Ihr Passwort ist gesetzt.
account-done-linked = Das Konto ist verknüpft.
account-done-unlinked = Das Konto ist nicht mehr verknüpft.
