# What several pages say.
continue = Continua
back-to-sign-in = Torna all’accesso
change = Cambia
skip = Non ora
optional = facoltativo
choose-option = Scegli
foot-terms = Condizioni d’uso
foot-privacy = Informativa sulla privacy
foot-help = Aiuto
show-password = Mostra la password
hide-password = Nascondi la password
copy = Copia
copied = Copiato negli appunti.
copy-refused = Il browser non ha permesso di copiare. Seleziona il testo e copialo tu.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Nome utente
label-email = Indirizzo e-mail
label-phone = Numero di telefono
label-username-or-email = Nome utente o indirizzo e-mail
label-username-or-phone = Nome utente o numero di telefono
label-email-or-phone = Indirizzo e-mail o numero di telefono
label-any-identifier = Nome utente, indirizzo e-mail o numero di telefono
missing-username = Inserisci il tuo nome utente.
missing-email = Inserisci il tuo indirizzo e-mail.
missing-phone = Inserisci il tuo numero di telefono.
missing-username-or-email = Inserisci il tuo nome utente o indirizzo e-mail.
missing-username-or-phone = Inserisci il tuo nome utente o numero di telefono.
missing-email-or-phone = Inserisci il tuo indirizzo e-mail o numero di telefono.
missing-any-identifier = Inserisci il tuo nome utente, indirizzo e-mail o numero di telefono.
phone-hint = Con il prefisso del paese, per esempio +39 o +41.
label-password = Password
missing-password = Inserisci la tua password.

# Signing in. $name is the application.
sign-in-title = Accedi a { $name }
sign-in-button = Accedi
sign-in-new-here = Non hai un account su { $name }?
sign-in-create = Crea un account
sign-in-forgot = Hai dimenticato la password?
password-title = Inserisci la password
use-code = Usa invece un codice
use-password = Usa invece la password
link-title = Accedi con il tuo link
link-lead = Il link che hai aperto è stato inviato a { $address }. Continua per accedere con quello.

# Codes that are sent. $address is where to.
code-title-email = Controlla la tua e-mail
code-title-phone = Controlla i tuoi messaggi
code-lead = Abbiamo inviato un codice di sei cifre a { $address }.
code-lead-maybe = Se { $address } appartiene a un account, un codice di sei cifre è in arrivo.
code-validity = { $minutes ->
    [one] Vale per un minuto.
   *[other] Vale per { $minutes } minuti.
}
label-code = Codice
missing-code = Inserisci le sei cifre del codice.
code-again = Invia un altro codice
code-sent-again = Un altro codice è in arrivo.
code-wait = { $seconds ->
    [one] Potrai chiedere un altro codice tra un secondo.
   *[other] Potrai chiedere un altro codice tra { $seconds } secondi.
}
send-code = Invia un codice
use-other-email = Usa un altro indirizzo e-mail
use-other-phone = Usa un altro numero di telefono

# What a verified address leads to.
no-account-title = Non c’è ancora un account
no-account-lead = Nessuno ha qui un account con { $address }. Crearne uno adesso? Non ti serve un altro codice.
no-account-lead-uncoded = Nessuno ha qui un account con { $address }. Crearne uno adesso?
account-exists-title = Hai già un account
account-exists-lead = { $address } appartiene a un account. Vuoi accedervi? Non ti serve un altro codice.

# Registration.
register-title = Crea il tuo account
register-document-title = Crea un account per { $name }
register-lead = per continuare su { $name }
register-button = Crea account
register-have-account = Hai già un account?
missing-new-username = Scegli un nome utente.
missing-new-password = Scegli una password.
username-rule = Lettere dalla a alla z, cifre e trattini bassi. Non può iniziare con una cifra.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Creando un account accetti le { $terms } e l’{ $privacy }.
agree-terms = Creando un account accetti le { $terms }.
agree-privacy = Creando un account accetti l’{ $privacy }.
tick-both = Accetto le { $terms } e l’{ $privacy }.
tick-terms = Accetto le { $terms }.
tick-privacy = Accetto l’{ $privacy }.
terms-of-use = condizioni d’uso
privacy-policy = informativa sulla privacy
missing-agreement = Spunta la casella per accettare prima di continuare.

# Passwords.
new-password-title = Scegli una password
reset-password-title = Scegli una nuova password
label-new-password = Nuova password
save-password = Salva la password
password-rule-length = { $min ->
    [one] Almeno un carattere.
   *[other] Almeno { $min } caratteri.
}
password-rule-types = Almeno { $min } caratteri, di { $types } tipi tra minuscole, maiuscole, cifre e simboli.
forgot-title = Reimposta la password
forgot-lead = Ti inviamo un codice. Con quello scegli una nuova password.
password-changed = La password è cambiata. Accedi con quella nuova.

# What an account still lacks.
username-title = Scegli un nome utente
email-title = Aggiungi il tuo indirizzo e-mail
phone-title = Aggiungi il tuo numero di telefono
email-or-phone-title = Aggiungi un indirizzo e-mail o un numero di telefono
address-lead = Ti inviamo un codice per assicurarci che sia tuo.
profile-title = Ancora qualche dato
profile-lead = { $name } ne ha bisogno per completare il tuo account.
missing-field = Compila questo campo.
field-wrong = Questo non ha la forma richiesta.
field-given-name = Nome
field-middle-name = Secondo nome
field-family-name = Cognome
field-address-formatted = Indirizzo
field-address-street = Via e numero civico
field-address-locality = Città
field-address-region = Provincia o regione
field-address-postal-code = Codice postale
field-address-country = Paese
