# What is wrong, and what to do.
form-out-of-date = Questo modulo non era aggiornato. Compilalo di nuovo.
error-general = Non ha funzionato. Riprova. Se succede ancora, chiedi aiuto e cita «{ $code }».
error-start-again = Questo passaggio non è più in corso. Ricomincia.
error-credentials-username = Quel nome utente e quella password non corrispondono a nessun account. Controllali e riprova.
error-credentials = Quell’account e quella password non corrispondono. Controllali e riprova.
error-locked = { $minutes ->
    [one] Ci sono stati troppi tentativi falliti. Riprova tra un minuto.
   *[other] Ci sono stati troppi tentativi falliti. Riprova tra { $minutes } minuti.
}
error-suspended = Questo account è sospeso. Chiedi a un amministratore di togliere la sospensione.
error-account-gone = Questo account non esiste più. Accedi con un altro o creane uno nuovo.
error-method-off = Questo modo di accedere è disattivato qui. Prova un altro modo o chiedi a un amministratore.
error-not-open = Questo è disattivato qui. Chiedi a un amministratore.
error-username-taken = Questo nome utente è già preso. Scegline un altro.
error-email-taken = Questo indirizzo e-mail appartiene a un altro account. Usane un altro.
error-phone-taken = Questo numero di telefono appartiene a un altro account. Usane un altro.
error-username-form = Questo non può essere un nome utente.
error-username-length = Un nome utente ha tra { $min } e { $max } caratteri.
error-username-uppercase = Non usare lettere maiuscole.
error-username-lowercase = Non usare lettere minuscole.
error-username-number = Non usare cifre.
error-username-underscore = Non usare trattini bassi.
error-email-form = Questo non è un indirizzo e-mail. Controlla che non ci siano errori.
error-phone-form = Questo non è un numero di telefono. Scrivilo con il prefisso del paese, per esempio +39 06 1234567.
error-email-refused = Questo indirizzo e-mail non si può usare qui. Usane un altro.
error-password-expired = Questa password è scaduta. Chiedi a un amministratore di impostarne una nuova.
error-password-expired-reset = Questa password è scaduta. Scegli «Hai dimenticato la password?» per impostarne una nuova.
error-same-password = È già la tua password. Scegline un’altra.
password-too-short = { $min ->
    [one] Usa almeno un carattere.
   *[other] Usa almeno { $min } caratteri.
}
password-too-long = { $max ->
    [one] Usa al massimo un carattere.
   *[other] Usa al massimo { $max } caratteri.
}
password-character-types = Mescola almeno { $min } tipi tra minuscole, maiuscole, cifre e simboli.
password-unsupported = Non usare interruzioni di riga né altri caratteri di controllo.
password-repetition = Ripeti meno caratteri.
password-sequence = Non usare sequenze come 1234 o qwerty.
password-user-info = Non usare il tuo nome utente né altre cose note su di te.
password-words = Questa password contiene una parola che qui non è permessa.
password-other = Scegli un’altra password.
error-code-wrong = Quel codice non è giusto. Controllalo e riprova.
error-code-expired = Quel codice è scaduto. Chiedine un altro.
error-code-used = Quel codice non è più valido. Chiedine un altro.
error-code-tries = Ci sono stati troppi tentativi con questo codice. Chiedine un altro.
error-code-limit = A questo indirizzo sono già stati inviati diversi codici. Aspetta qualche minuto, poi chiedi di nuovo.
error-code-not-sent = Non è stato possibile inviare il codice. Riprova più tardi o scegli un altro modo.
error-link-used = Questo link è scaduto o è già stato usato. Chiedine un altro.
error-link-other = Questo link è stato inviato a un altro indirizzo.
error-totp-wrong = Quel codice non è giusto. La tua app ne mostra un altro ogni 30 secondi; inserisci quello che mostra adesso.
error-totp-exists = Il tuo account ha già un’app di autenticazione. Usa quella.
error-passkeys-many = Hai il numero massimo di passkey. Rimuovine prima una nel tuo account.
error-backup-wrong = Quel codice di riserva non è giusto o è già stato usato.
error-passkey = La passkey non è stata accettata. Riprova o usa un altro modo.
error-no-factor = Il tuo account chiede un secondo passaggio che qui non è possibile. Chiedi aiuto a un amministratore.
no-single-sign-on = Su questo server non è configurato alcun single sign-on. Accedi qui.
no-recovery = Su questo server le password non si possono reimpostare. Chiedine una nuova a un amministratore, poi accedi qui.
error-no-account = Non c’è nessun account con questo indirizzo e qui non se ne possono creare. Usane un altro o chiedi a un amministratore.
