# Pages that only say something, for people who are signed in or were.
notice-again = Spróbuj ponownie
notice-failed-lead = Wróć i spróbuj ponownie.
notice-suspended-title = Twoje konto jest zawieszone
notice-suspended-lead = Nie można go używać, dopóki osoba prowadząca ten serwer nie otworzy go ponownie.
notice-form-title = Ten formularz był nieaktualny
notice-form-lead = Nic nie zostało zmienione. Otwórz stronę ponownie i wypełnij ją jeszcze raz.
notice-form-again = Otwórz stronę ponownie
notice-signed-out-title = Nie jesteś zalogowany
notice-signed-out-lead = Logowanie nie zostało dokończone.
notice-cookies-lead = Przeglądarka nie zachowała pliku cookie logowania. Zezwól na pliki cookie dla tego adresu i spróbuj ponownie.
