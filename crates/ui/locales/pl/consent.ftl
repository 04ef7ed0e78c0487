# May this application have what it asks for? $name is the application.
consent-document-title = Zezwól: { $name }
consent-title = { $name } prosi o dostęp
consent-lead = Aplikacja będzie mogła robić to, co tu wymieniono, dopóki Ty lub administrator tego nie cofniecie.
signed-in-as = Zalogowano jako
consent-account = Twoje konto
consent-your-organizations = Twoje organizacje
consent-organizations = Organizacje, w których może działać
consent-organizations-hint = Widzi tylko organizacje, które zaznaczysz.
consent-allow = Zezwól
consent-deny = Odmów
consent-return = Wrócisz do { $host }. Zezwalaj tylko aplikacjom, którym ufasz.
consent-device = Logujesz urządzenie. Zezwalaj tylko aplikacjom, którym ufasz.
consent-nothing-new = Nie prosi o nic nowego. To, na co już zezwolono, pozostaje dozwolone.
consent-nothing-open = To, o co prosi, należy do organizacji, w których nie może działać. Zezwolenie niczego nie doda. To, na co już zezwolono, pozostaje dozwolone.
consent-out-of-date = Ten formularz był nieaktualny. Zdecyduj ponownie.
consent-undecided = Wybierz, czy zezwolić, czy odmówić.
consent-left = Nie należysz już do organizacji, którą wybrano. Wybierz ponownie.
scope-openid = Rozpoznawanie Twojego konta
scope-offline-access = Pozostawanie zalogowanym pod Twoją nieobecność
scope-profile = Odczyt imienia i nazwiska, nazwy użytkownika i zdjęcia
scope-email = Odczyt adresu e-mail
scope-phone = Odczyt numeru telefonu
scope-address = Odczyt adresu pocztowego
scope-custom-data = Odczyt innych danych przechowywanych o Tobie
scope-identities = Odczyt połączonych kont
scope-roles = Odczyt Twoich ról
scope-organizations = Odczyt organizacji, do których należysz
scope-organization-roles = Odczyt Twoich ról w organizacjach
scope-sessions = Odczyt i kończenie Twoich sesji

# The end of a session.
sign-out-title = Wylogować się?
sign-out-lead = Nastąpi wylogowanie z { $name } i z każdej aplikacji otwartej za pomocą tego konta w tej przeglądarce.
sign-out-stay = Pozostań zalogowany
sign-out-button = Wyloguj się
signed-out-title = Wylogowano
signed-out-lead = Wylogowanie powiodło się.
taking-you-back = Wracamy do aplikacji…

# Pages that only say something.
unknown-session-title = To logowanie już nie trwa
unknown-session-lead = Wygasło, zakończono je w innej karcie lub tę stronę otwarto z zakładki. Wróć do aplikacji i zaloguj się stamtąd.
not-found-title = Nie ma takiej strony
not-found-lead = W adresie może być literówka albo strona została przeniesiona.
failed-title = To się nie udało
failed-title-forbidden = To nie było dozwolone
failed-title-server = Coś poszło nie tak po naszej stronie
failed-lead = Wróć do aplikacji i zacznij od nowa.
failed-lead-server = Twoje żądanie nie zostało wykonane. Spróbuj ponownie; jeśli zdarzy się znowu, powiadom osoby prowadzące ten serwer.
details = Szczegóły dla programistów
details-status = Stan
details-code = Kod
details-description = Opis
