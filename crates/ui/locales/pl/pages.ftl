# What several pages say.
continue = Dalej
back-to-sign-in = Wróć do logowania
change = Zmień
skip = Nie teraz
optional = opcjonalnie
choose-option = Wybierz
foot-terms = Warunki korzystania
foot-privacy = Polityka prywatności
foot-help = Pomoc
show-password = Pokaż hasło
hide-password = Ukryj hasło
copy = Kopiuj
copied = Skopiowano do schowka.
copy-refused = Przeglądarka nie pozwoliła na kopiowanie. Zaznacz tekst i skopiuj go samodzielnie.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Nazwa użytkownika
label-email = Adres e-mail
label-phone = Numer telefonu
label-username-or-email = Nazwa użytkownika lub adres e-mail
label-username-or-phone = Nazwa użytkownika lub numer telefonu
label-email-or-phone = Adres e-mail lub numer telefonu
label-any-identifier = Nazwa użytkownika, adres e-mail lub numer telefonu
missing-username = Wpisz swoją nazwę użytkownika.
missing-email = Wpisz swój adres e-mail.
missing-phone = Wpisz swój numer telefonu.
missing-username-or-email = Wpisz swoją nazwę użytkownika lub adres e-mail.
missing-username-or-phone = Wpisz swoją nazwę użytkownika lub numer telefonu.
missing-email-or-phone = Wpisz swój adres e-mail lub numer telefonu.
missing-any-identifier = Wpisz swoją nazwę użytkownika, adres e-mail lub numer telefonu.
phone-hint = Z numerem kierunkowym kraju, na przykład +48 lub +49.
label-password = Hasło
missing-password = Wpisz swoje hasło.

# Signing in. $name is the application.
sign-in-title = Zaloguj się do { $name }
sign-in-button = Zaloguj się
sign-in-new-here = Nie masz jeszcze konta w { $name }?
sign-in-create = Utwórz konto
sign-in-forgot = Nie pamiętasz hasła?
password-title = Wpisz hasło
use-code = Użyj kodu
use-password = Użyj hasła
link-title = Zaloguj się za pomocą linku
link-lead = Otwarty link został wysłany na adres { $address }. Przejdź dalej, aby się nim zalogować.

# Codes that are sent. $address is where to.
code-title-email = Sprawdź pocztę
code-title-phone = Sprawdź wiadomości
code-lead = Wysłaliśmy sześciocyfrowy kod na { $address }.
code-lead-maybe = Jeśli { $address } należy do jakiegoś konta, sześciocyfrowy kod jest już w drodze.
code-validity = { $minutes ->
    [one] Jest ważny przez minutę.
    [few] Jest ważny przez { $minutes } minuty.
    [many] Jest ważny przez { $minutes } minut.
   *[other] Jest ważny przez { $minutes } minuty.
}
label-code = Kod
missing-code = Wpisz sześć cyfr kodu.
code-again = Wyślij kolejny kod
code-sent-again = Kolejny kod jest w drodze.
code-wait = { $seconds ->
    [one] O kolejny kod można poprosić za sekundę.
    [few] O kolejny kod można poprosić za { $seconds } sekundy.
    [many] O kolejny kod można poprosić za { $seconds } sekund.
   *[other] O kolejny kod można poprosić za { $seconds } sekundy.
}
send-code = Wyślij kod
use-other-email = Użyj innego adresu e-mail
use-other-phone = Użyj innego numeru telefonu

# What a verified address leads to.
no-account-title = Nie ma jeszcze konta
no-account-lead = Nikt nie ma tu konta z { $address }. Utworzyć je teraz? Kolejny kod nie jest potrzebny.
no-account-lead-uncoded = Nikt nie ma tu konta z { $address }. Utworzyć je teraz?
account-exists-title = Masz już konto
account-exists-lead = { $address } należy do konta. Zalogować się na nie? Kolejny kod nie jest potrzebny.

# Registration.
register-title = Utwórz konto
register-document-title = Utwórz konto w { $name }
register-lead = aby przejść do { $name }
register-button = Utwórz konto
register-have-account = Masz już konto?
missing-new-username = Wybierz nazwę użytkownika.
missing-new-password = Wybierz hasło.
username-rule = Litery od a do z, cyfry i podkreślenia. Nie może zaczynać się od cyfry.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Tworząc konto, akceptujesz { $terms } i { $privacy }.
agree-terms = Tworząc konto, akceptujesz { $terms }.
agree-privacy = Tworząc konto, akceptujesz { $privacy }.
tick-both = Akceptuję { $terms } i { $privacy }.
tick-terms = Akceptuję { $terms }.
tick-privacy = Akceptuję { $privacy }.
terms-of-use = warunki korzystania
privacy-policy = politykę prywatności
missing-agreement = Zaznacz pole, aby wyrazić zgodę, zanim przejdziesz dalej.

# Passwords.
new-password-title = Wybierz hasło
reset-password-title = Wybierz nowe hasło
label-new-password = Nowe hasło
save-password = Zapisz hasło
password-rule-length = { $min ->
    [one] Co najmniej jeden znak.
    [few] Co najmniej { $min } znaki.
    [many] Co najmniej { $min } znaków.
   *[other] Co najmniej { $min } znaku.
}
password-rule-types = Znaków co najmniej { $min }, a rodzajów { $types } spośród: małe litery, wielkie litery, cyfry i symbole.
forgot-title = Zresetuj hasło
forgot-lead = Wyślemy kod. Za jego pomocą wybierzesz nowe hasło.
password-changed = Hasło zostało zmienione. Zaloguj się nowym.

# What an account still lacks.
username-title = Wybierz nazwę użytkownika
email-title = Dodaj adres e-mail
phone-title = Dodaj numer telefonu
email-or-phone-title = Dodaj adres e-mail lub numer telefonu
address-lead = Wyślemy tam kod, aby mieć pewność, że należy do Ciebie.
profile-title = Jeszcze kilka danych
profile-lead = { $name } potrzebuje ich, aby uzupełnić Twoje konto.
missing-field = Wypełnij to pole.
field-wrong = To nie ma wymaganej postaci.
field-given-name = Imię
field-middle-name = Drugie imię
field-family-name = Nazwisko
field-address-formatted = Adres
field-address-street = Ulica i numer
field-address-locality = Miejscowość
field-address-region = Województwo lub region
field-address-postal-code = Kod pocztowy
field-address-country = Kraj
