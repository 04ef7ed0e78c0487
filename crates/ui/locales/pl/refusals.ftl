refused-application-title = Ta aplikacja nie może Cię tu zalogować
refused-application-lead = Jej żądanie nie zgadza się z tym, co ten serwer o niej wie. To nie wina Twojego konta. Wróć do aplikacji i powiadom jej operatora.
refused-ended-title = To logowanie już się zakończyło
refused-ended-lead = Trwało zbyt długo, zostało już ukończone albo zaczęło się w innej przeglądarce. Wróć do aplikacji i zaloguj się ponownie.
refused-sign-out-title = Nie udało się wylogować
refused-sign-out-lead = Żądanie było niepełne lub nieaktualne, więc możesz nadal być zalogowany. Wyloguj się ponownie w aplikacji.
