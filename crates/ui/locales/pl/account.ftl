# What is around the pages of the account center. $name is who is signed in.
account-title = Twoje konto
account-skip = Przejdź do treści
account-menu = Konto: { $name }
account-other = Użyj innego konta
account-sign-out = Wyloguj się
account-save = Zapisz zmiany
account-cancel = Anuluj
account-remove = Usuń
account-none = Nie podano
account-profile = Profil
account-security = Bezpieczeństwo
account-off-title = Nie ma tu stron konta
account-off-lead = Osoba prowadząca ten serwer ich nie udostępniła. To, co widać z Twojego konta, znajduje się w aplikacjach, których używasz.
account-closed-title = Tego nie można tu zmienić
account-closed-lead = Osoba prowadząca ten serwer nie udostępniła tej części Twojego konta. Poproś ją o zmianę.

# Who somebody is.
account-profile-lead = Kim jesteś i jak się z Tobą skontaktować.
account-details = Dane osobowe
account-picture = Zdjęcie
account-picture-choose = Wybierz zdjęcie.
account-picture-upload = Prześlij zdjęcie
account-picture-hint = PNG, JPEG, GIF lub WebP, najwyżej { $size } MB.
account-picture-remove = Usuń zdjęcie
account-picture-type = To nie jest obraz, który można pokazać. Wybierz plik PNG, JPEG, GIF lub WebP.
account-picture-large = Ten obraz jest za duży. Wybierz obraz o wielkości najwyżej { $size } MB.
account-picture-full = Teraz nie można zachować więcej obrazów. Spróbuj ponownie jutro.
account-name = Imię i nazwisko
account-username-hint = Możesz się nią logować. Litery od a do z, cyfry i znaki podkreślenia.
account-nickname = Pseudonim
account-website = Strona internetowa
account-birthdate = Data urodzenia
account-preferred-taken = Ktoś inny ma to jako nazwę użytkownika. Wybierz inną nazwę.
account-language = Język
account-language-lead = W jakim języku te strony się do Ciebie zwracają.
account-language-browser = Taki, o jaki prosi przeglądarka

# How somebody is reached. $address is where.
account-contact = Kontakt
account-contact-lead = Tam trafiają kody i wiadomości o Twoim koncie.
account-change-email = Zmień adres e-mail
account-add-email = Dodaj adres e-mail
account-remove-email = Usuń adres e-mail
account-change-phone = Zmień numer telefonu
account-add-phone = Dodaj numer telefonu
account-remove-phone = Usuń numer telefonu
account-new-email = Nowy adres e-mail
account-new-phone = Nowy numer telefonu
account-present = Obecnie:
account-removed-address = Nie będzie już można logować się przez { $address } ani otrzymywać tam kodów.
account-needed = Każde konto tutaj go potrzebuje, więc można to zmienić, ale nie usunąć.
account-last-method = To jedyny pozostały sposób logowania. Najpierw dodaj inny.
account-username-often = Wybrano przed chwilą kilka nazw użytkownika. Spróbuj jutro.

# Accounts elsewhere. $provider is where.
account-linked = Połączone konta
account-linked-lead = Możesz się nimi logować.
account-not-linked = Niepołączone
account-single-sign-on = Logowanie jednokrotne
account-link = Połącz
account-link-to = Połącz konto { $provider }
account-unlink = Odłącz
account-unlink-from = Odłącz swoje konto { $provider }
account-unlinked-consequence = Nie będzie już można logować się przez { $provider }.
account-link-taken = To konto { $provider } jest tu połączone z kontem kogoś innego. Najpierw je tam odłącz.
account-link-exists = Konto { $provider } jest już połączone. Najpierw je odłącz.
account-link-failed = Łączenie z { $provider } nie powiodło się. Nic nie zostało zmienione; spróbuj ponownie.

# How somebody signs in.
account-security-lead = Jak się logujesz i potwierdzasz, że to Ty.
account-password-set = Hasło jest ustawione
account-password-set-hint = Jego zmiana wylogowuje Cię wszędzie.
account-password-unset = Brak hasła
account-password-unset-hint = Z hasłem zalogujesz się bez kodu.
account-set-password = Ustaw hasło
account-change-password = Zmień hasło
account-change-password-lead = Nastąpi wylogowanie wszędzie, także tutaj, a potem logujesz się nowym.
account-password-changed = Hasło zmienione

# Proving once more who one is.
account-verify = Potwierdź, że to Ty
account-verify-lead = To, co nastąpi, zmienia sposób logowania. Pytamy o to raz na dziesięć minut.
account-verify-email = Użyj kodu z e-maila
account-verify-phone = Użyj kodu z SMS-a
account-verify-password = Użyj hasła
account-verify-sign-in = Twoje konto nie ma hasła ani adresu, na który można wysłać kod. Zaloguj się jeszcze raz, aby przejść dalej.
account-verify-factor = Logowanie odbyło się bez drugiego kroku. Zaloguj się jeszcze raz, razem z nim, aby przejść dalej.
account-sign-in-again = Zaloguj się ponownie
account-wrong-password = To hasło nie jest prawidłowe.

# What was done.
account-done-saved = Zmiany są zapisane.
account-done-picture = Zdjęcie jest zmienione.
account-done-picture-removed = Zdjęcie jest usunięte.
account-done-email = Adres e-mail jest zmieniony.
account-done-email-removed = Adres e-mail jest usunięty.
account-done-phone = Numer telefonu jest zmieniony.
account-done-phone-removed = Numer telefonu jest usunięty.
account-done-password = Hasło jest ustawione.
account-done-linked = Konto jest połączone.
account-done-unlinked = Konto nie jest już połączone.
