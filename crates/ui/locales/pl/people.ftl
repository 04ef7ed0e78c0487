# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Dokończ sprawdzenie, że jesteś człowiekiem, i przejdź dalej.
captcha-failed = Sprawdzenie, że jesteś człowiekiem, nie powiodło się. Spróbuj jeszcze raz.
captcha-needs-script = Ta strona sprawdza, czy jesteś człowiekiem, i potrzebuje do tego JavaScriptu. Włącz go w przeglądarce i wczytaj stronę ponownie.
captcha-unreachable = Nie udało się wczytać sprawdzenia, czy jesteś człowiekiem. Zobacz, czy coś w przeglądarce go nie blokuje, i wczytaj stronę ponownie.
error-captcha = Serwer najpierw sprawdza, czy jesteś człowiekiem. Zacznij od nowa na stronie logowania.
error-password-unchecked = Nie udało się sprawdzić, czy to hasło jest znane z wycieków. Spróbuj ponownie za chwilę.
password-pwned = To hasło jest na listach, które atakujący próbują najpierw. Wybierz inne.
terms-step-title = Zanim przejdziesz dalej
terms-step-lead = { $name } prosi o Twoją zgodę.
