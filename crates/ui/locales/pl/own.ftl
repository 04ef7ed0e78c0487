# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Drugie kroki
own-factors-lead = Dzięki temu nie wejdzie nikt, kto zna tylko Twoje hasło.
own-passkeys = Klucze dostępu
own-passkeys-lead = Loguj się odciskiem palca, twarzą, blokadą ekranu lub kluczem bezpieczeństwa.
own-no-passkeys = Nie ma jeszcze klucza dostępu.
own-add-passkey = Dodaj klucz dostępu
own-not-set-up = Nieskonfigurowane
own-set-up = Skonfiguruj
own-set-up-named = Skonfiguruj: { $name }
own-replace = Zastąp
own-replace-named = Zastąp: { $name }
own-codes-left = { $count ->
    [one] Został jeden kod
    [few] Zostały { $count } kody
   *[other] Zostało { $count } kodów
}
own-codes-first = Zastępują inny drugi krok. Najpierw skonfiguruj jakiś.
own-new-codes = Pobierz nowe kody
own-new-codes-consequence = Kody, które masz teraz, przestaną działać.
own-remove-named = Usuń: { $name }
own-remove-question = Usunąć: { $name }?
own-remove-consequence = Nie potwierdzisz już nim, że to Ty.
own-remove-last-consequence = To Twój ostatni drugi krok. Znikną też kody zapasowe, a samo hasło wpuści każdego, kto je zna.
own-rename = Zmień nazwę
own-rename-named = Zmień nazwę: { $name }
own-label-name = Nazwa
own-passkey-name-hint = Aby go rozpoznać, na przykład „Laptop w pracy”.
own-missing-name = Wpisz nazwę.
own-bad-name = Użyj najwyżej { $max } znaków, i tylko widocznych.
own-passkey-failed = Przeglądarka nie utworzyła klucza. Spróbuj ponownie lub użyj innego urządzenia.
own-asked = Drugi krok przy logowaniu
own-asked-on = Pytamy o niego za każdym razem.
own-asked-off = Nie pytamy o niego.
own-ask-start = Pytaj za każdym razem
own-ask-stop = Nie pytaj
own-added = Dodano: { $date }
own-used = Ostatnio użyto: { $when }
own-done-factor = Drugi krok jest skonfigurowany.
own-done-passkey = Klucz dostępu dodany.
own-done-removed = Usunięto.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sesje i urządzenia
own-sessions-lead = Gdzie jesteś zalogowany. Zakończ to, czego nie znasz, a potem zmień hasło.
own-session-here = Ta przeglądarka
own-device = { $browser }, { $system }
own-device-unknown = Nieznana przeglądarka
own-last-active = Ostatnia aktywność: { $when }
own-end = Zakończ
own-end-named = Zakończ sesję: { $name }
own-end-question = Zakończyć tę sesję?
own-end-consequence = { $name } zostanie wylogowana wraz z każdą otwartą tam aplikacją.
own-end-others = Zakończ wszystkie inne sesje
own-end-others-question = Zakończyć wszystkie inne sesje?
own-end-others-consequence = Zostaniesz wylogowany wszędzie poza tą przeglądarką, wraz z każdą otwartą tam aplikacją.
own-done-ended = Sesja została zakończona.
own-done-ended-others = Wszystkie inne sesje zostały zakończone.

# What applications may do. $name is an application or an API.
own-applications = Połączone aplikacje
own-applications-lead = To, na co im pozwoliłeś, trwa, dopóki tego nie cofniesz.
own-applications-none = Żadna aplikacja nie może działać w Twoim imieniu.
own-allowed = Zezwolono: { $date }
own-permissions = Uprawnienia do { $name }
own-revoke = Cofnij
own-revoke-named = Cofnij dostęp: { $name }
own-revoke-question = Cofnąć dostęp: { $name }?
own-revoke-consequence = Zostaniesz z niej wylogowany i nic w Twoim imieniu nie zrobi, dopóki znów nie zezwolisz.
own-done-revoked = Nie może już nic zrobić w Twoim imieniu.

# Tokens of one's own.
own-tokens = Osobiste tokeny dostępu
own-tokens-lead = Dla Twoich programów, które działają w Twoim imieniu. Strzeż ich jak haseł.
own-tokens-none = Nie ma jeszcze tokenu.
own-create-token = Utwórz token
own-token-name-hint = Do czego służy, na przykład „Skrypt kopii zapasowej”.
own-token-expiry = Wygasa
own-token-never = Nigdy
own-token-days = { $count ->
    [one] Za jeden dzień
   *[other] Za { $count } dni
}
own-token-title = Zapisz teraz ten token
own-token-shown = Pokazujemy go tylko raz. Jeśli zginie, utwórz inny i usuń ten.
own-token-saved = Zapisałem go
own-delete = Usuń
own-delete-named = Usuń: { $name }
own-delete-question = Usunąć: { $name }?
own-delete-token-consequence = Programy, które go używają, nie będą już działać w Twoim imieniu.
own-token-taken = Masz już token o tej nazwie. Wybierz inną.
own-token-many = Masz maksymalną liczbę tokenów. Najpierw usuń jeden.
own-ends = Wygasa: { $date }
own-ended = Wygasł
own-done-token-deleted = Token został usunięty.

# Where somebody belongs. $name is an organization.
own-organizations = Organizacje
own-organizations-lead = Do których należysz i do których Cię zaproszono.
own-organizations-none = Nie należysz do żadnej organizacji.
own-invitations = Zaproszenia
own-invited-by = Zaprasza: { $name }
own-accept = Przyjmij
own-accept-named = Przyjmij zaproszenie: { $name }
own-decline = Odrzuć
own-decline-named = Odrzuć zaproszenie: { $name }
own-leave = Opuść
own-leave-named = Opuść: { $name }
own-leave-question = Opuścić: { $name }?
own-leave-consequence = Od razu stracisz tam role i dostęp. Wrócić można tylko z zaproszeniem.
own-last-administrator = Nikt inny nie mógłby zarządzać: { $name }. Najpierw nadaj komuś tę rolę.
own-invitation-gone = Tego zaproszenia już nie ma.
own-done-joined = Należysz teraz do organizacji.
own-done-declined = Zaproszenie zostało odrzucone.
own-done-left = Opuściłeś organizację.

# Taking everything along, and the end. $text is what is typed.
own-data = Twoje dane
own-data-lead = Zabierz to, co o Tobie przechowujemy, albo usuń konto.
own-export = Pobierz swoje dane
own-export-lead = Wszystko, co o Tobie przechowujemy, w jednym pliku JSON, bez haseł i innych sekretów.
own-export-often = Pobierano je ostatnio często. Spróbuj za godzinę.
own-delete-account = Usuń konto
own-delete-account-lead = Znika od razu i na zawsze.
own-delete-account-question = Usunąć konto?
own-delete-everything = Profil, sesje, drugie kroki i tokeny zostaną usunięte. Nikt ich nie przywróci.
own-delete-memberships = Opuścisz wszystkie swoje organizacje, a każda aplikacja straci Twoje konto.
own-delete-type = Wpisz { $text }, aby potwierdzić
own-delete-mistyped = Wpisz dokładnie: { $text }
own-deleted-title = Twoje konto zostało usunięte
own-deleted-lead = Wylogowano Cię wszędzie. Możesz zamknąć tę stronę.

# Moments.
own-now = przed chwilą
own-minutes = { $count ->
    [one] minutę temu
    [few] { $count } minuty temu
   *[other] { $count } minut temu
}
own-hours = { $count ->
    [one] godzinę temu
    [few] { $count } godziny temu
   *[other] { $count } godzin temu
}
own-days = { $count ->
    [one] wczoraj
   *[other] { $count } dni temu
}
own-date = { $month ->
    [1] { $day } stycznia { $year }
    [2] { $day } lutego { $year }
    [3] { $day } marca { $year }
    [4] { $day } kwietnia { $year }
    [5] { $day } maja { $year }
    [6] { $day } czerwca { $year }
    [7] { $day } lipca { $year }
    [8] { $day } sierpnia { $year }
    [9] { $day } września { $year }
    [10] { $day } października { $year }
    [11] { $day } listopada { $year }
   *[other] { $day } grudnia { $year }
}
