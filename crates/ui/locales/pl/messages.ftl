# What is wrong, and what to do.
form-out-of-date = Ten formularz był nieaktualny. Wypełnij go ponownie.
error-general = To się nie udało. Spróbuj ponownie. Jeśli zdarzy się znowu, poproś o pomoc i podaj „{ $code }”.
error-start-again = Ten krok już nie trwa. Zacznij od nowa.
error-credentials-username = Ta nazwa użytkownika i hasło nie pasują do żadnego konta. Sprawdź jedno i drugie i spróbuj ponownie.
error-credentials = To konto i hasło nie pasują do siebie. Sprawdź jedno i drugie i spróbuj ponownie.
error-locked = { $minutes ->
    [one] Było zbyt wiele nieudanych prób. Spróbuj ponownie za minutę.
    [few] Było zbyt wiele nieudanych prób. Spróbuj ponownie za { $minutes } minuty.
    [many] Było zbyt wiele nieudanych prób. Spróbuj ponownie za { $minutes } minut.
   *[other] Było zbyt wiele nieudanych prób. Spróbuj ponownie za { $minutes } minuty.
}
error-suspended = To konto jest zawieszone. Poproś administratora o zniesienie zawieszenia.
error-account-gone = To konto już nie istnieje. Zaloguj się na inne lub utwórz nowe.
error-method-off = Ten sposób logowania jest tu wyłączony. Spróbuj innego lub zapytaj administratora.
error-not-open = To jest tu wyłączone. Zapytaj administratora.
error-username-taken = Ta nazwa użytkownika jest zajęta. Wybierz inną.
error-email-taken = Ten adres e-mail należy do innego konta. Użyj innego.
error-phone-taken = Ten numer telefonu należy do innego konta. Użyj innego.
error-username-form = To nie może być nazwa użytkownika.
error-username-length = Nazwa użytkownika ma od { $min } do { $max } znaków.
error-username-uppercase = Pomiń wielkie litery.
error-username-lowercase = Pomiń małe litery.
error-username-number = Pomiń cyfry.
error-username-underscore = Pomiń podkreślenia.
error-email-form = To nie jest adres e-mail. Sprawdź, czy nie ma w nim literówki.
error-phone-form = To nie jest numer telefonu. Podaj go z numerem kierunkowym kraju, na przykład +48 22 123 45 67.
error-email-refused = Tego adresu e-mail nie można tu użyć. Użyj innego.
error-password-expired = To hasło wygasło. Poproś administratora o ustawienie nowego.
error-password-expired-reset = To hasło wygasło. Wybierz „Nie pamiętasz hasła?”, aby ustawić nowe.
error-same-password = To już jest Twoje hasło. Wybierz inne.
password-too-short = { $min ->
    [one] Użyj co najmniej jednego znaku.
    [few] Użyj co najmniej { $min } znaków.
    [many] Użyj co najmniej { $min } znaków.
   *[other] Użyj co najmniej { $min } znaku.
}
password-too-long = { $max ->
    [one] Użyj najwyżej jednego znaku.
    [few] Użyj najwyżej { $max } znaków.
    [many] Użyj najwyżej { $max } znaków.
   *[other] Użyj najwyżej { $max } znaku.
}
password-character-types = Połącz rodzaje znaków (co najmniej { $min }): małe litery, wielkie litery, cyfry i symbole.
password-unsupported = Pomiń znaki końca wiersza i inne znaki sterujące.
password-repetition = Powtórz mniej znaków.
password-sequence = Pomiń ciągi takie jak 1234 lub qwerty.
password-user-info = Pomiń swoją nazwę użytkownika i inne znane informacje o sobie.
password-words = To hasło zawiera słowo, które jest tu niedozwolone.
password-other = Wybierz inne hasło.
error-code-wrong = Ten kod nie jest poprawny. Sprawdź go i spróbuj ponownie.
error-code-expired = Ten kod wygasł. Poproś o kolejny.
error-code-used = Ten kod nie jest już ważny. Poproś o kolejny.
error-code-tries = Było zbyt wiele prób z tym kodem. Poproś o kolejny.
error-code-limit = Na ten adres wysłano już kilka kodów. Odczekaj kilka minut i poproś ponownie.
error-code-not-sent = Nie udało się wysłać kodu. Spróbuj później lub wybierz inny sposób.
error-link-used = Ten link wygasł lub został już użyty. Poproś o kolejny.
error-link-other = Ten link wysłano na inny adres.
error-totp-wrong = Ten kod nie jest poprawny. Aplikacja co 30 sekund pokazuje nowy; wpisz ten, który pokazuje teraz.
error-totp-exists = Twoje konto ma już aplikację uwierzytelniającą. Użyj jej.
error-passkeys-many = Masz maksymalną liczbę kluczy dostępu. Najpierw usuń jeden na swoim koncie.
error-backup-wrong = Ten kod zapasowy nie jest poprawny lub został już użyty.
error-passkey = Klucz dostępu nie został przyjęty. Spróbuj ponownie lub użyj innego sposobu.
error-no-factor = Twoje konto wymaga drugiego kroku, który nie jest tu dostępny. Poproś administratora o pomoc.
no-single-sign-on = Na tym serwerze nie skonfigurowano logowania jednokrotnego. Zaloguj się tutaj.
no-recovery = Na tym serwerze nie można resetować haseł. Poproś administratora o nowe, a potem zaloguj się tutaj.
error-no-account = Nie ma konta z tym adresem i nie można go tu utworzyć. Użyj innego lub zapytaj administratora.
