# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Completa la verifica che sei una persona, poi continua.
captcha-failed = La verifica che sei una persona non è riuscita. Riprova.
captcha-needs-script = Questa pagina verifica che sei una persona e per farlo serve JavaScript. Attivalo nel browser e ricarica la pagina.
captcha-unreachable = Non è stato possibile caricare la verifica che sei una persona. Controlla se qualcosa la blocca nel browser e ricarica la pagina.
error-captcha = Questo server verifica prima che sei una persona. Ricomincia dalla pagina di accesso.
error-password-unchecked = Non è stato possibile verificare se questa password è nota da fughe di dati. Riprova tra un momento.
password-pwned = Questa password è negli elenchi che gli aggressori provano per primi. Scegline un’altra.
terms-step-title = Prima di continuare
terms-step-lead = { $name } chiede il tuo consenso.
