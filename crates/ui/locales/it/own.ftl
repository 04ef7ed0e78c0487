# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Secondi passaggi
own-factors-lead = Con uno, nessuno entra conoscendo solo la tua password.
own-passkeys = Passkey
own-passkeys-lead = Accedi con l’impronta, il volto, il blocco dello schermo o una chiave di sicurezza.
own-no-passkeys = Non c’è ancora nessuna passkey.
own-add-passkey = Aggiungi passkey
own-not-set-up = Non configurato
own-set-up = Configura
own-set-up-named = Configura: { $name }
own-replace = Sostituisci
own-replace-named = Sostituisci: { $name }
own-codes-left = { $count ->
    [one] Resta un codice
   *[other] Restano { $count } codici
}
own-codes-first = Sostituiscono un altro secondo passaggio. Configurane prima uno.
own-new-codes = Ottieni nuovi codici
own-new-codes-consequence = I codici che hai ora non varranno più.
own-remove-named = Rimuovi { $name }
own-remove-question = Rimuovere { $name }?
own-remove-consequence = Non potrai più dimostrare con questo che sei tu.
own-remove-last-consequence = È il tuo ultimo secondo passaggio. I codici di riserva se ne vanno con lui e la sola password farà entrare chi la conosce.
own-rename = Rinomina
own-rename-named = Rinomina { $name }
own-label-name = Nome
own-passkey-name-hint = Per riconoscerla, ad esempio «Portatile di lavoro».
own-missing-name = Inserisci un nome.
own-bad-name = Usa al massimo { $max } caratteri, solo visibili.
own-passkey-failed = Il browser non ha creato una passkey. Riprova o usa un altro dispositivo.
own-asked = Secondo passaggio all’accesso
own-asked-on = Ti viene chiesto ogni volta.
own-asked-off = Non ti viene chiesto.
own-ask-start = Chiedi ogni volta
own-ask-stop = Non chiedere
own-added = Aggiunto: { $date }
own-used = Ultimo uso: { $when }
own-done-factor = Il secondo passaggio è configurato.
own-done-passkey = La passkey è stata aggiunta.
own-done-removed = È stato rimosso.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sessioni e dispositivi
own-sessions-lead = Dove hai effettuato l’accesso. Chiudi ciò che non conosci, poi cambia la password.
own-session-here = Questo browser
own-device = { $browser } su { $system }
own-device-unknown = Browser sconosciuto
own-last-active = Ultima attività: { $when }
own-end = Chiudi
own-end-named = Chiudi la sessione: { $name }
own-end-question = Chiudere questa sessione?
own-end-consequence = { $name } viene disconnesso, con ogni applicazione aperta lì.
own-end-others = Chiudi tutte le altre sessioni
own-end-others-question = Chiudere tutte le altre sessioni?
own-end-others-consequence = Vieni disconnesso ovunque tranne in questo browser, con ogni applicazione aperta lì.
own-done-ended = La sessione è chiusa.
own-done-ended-others = Tutte le altre sessioni sono chiuse.

# What applications may do. $name is an application or an API.
own-applications = Applicazioni collegate
own-applications-lead = Ciò che hai permesso vale finché non lo ritiri.
own-applications-none = Nessuna applicazione può agire per te.
own-allowed = Consentito: { $date }
own-permissions = Permessi per { $name }
own-revoke = Ritira
own-revoke-named = Ritira i permessi di { $name }
own-revoke-question = Ritirare i permessi di { $name }?
own-revoke-consequence = Ne vieni disconnesso, e non può fare nulla per te finché non lo permetti di nuovo.
own-done-revoked = Non può più fare nulla per te.

# Tokens of one's own.
own-tokens = Token di accesso personali
own-tokens-lead = Per i tuoi programmi che agiscono per te. Conservali come password.
own-tokens-none = Non c’è ancora nessun token.
own-create-token = Crea token
own-token-name-hint = A cosa serve, ad esempio «Script di backup».
own-token-expiry = Scade
own-token-never = Mai
own-token-days = { $count ->
    [one] Tra un giorno
   *[other] Tra { $count } giorni
}
own-token-title = Salva ora questo token
own-token-shown = Viene mostrato solo questa volta. Se lo perdi, creane un altro ed elimina questo.
own-token-saved = L’ho salvato
own-delete = Elimina
own-delete-named = Elimina { $name }
own-delete-question = Eliminare { $name }?
own-delete-token-consequence = I programmi che lo usano non potranno più agire per te.
own-token-taken = Hai già un token con questo nome. Scegline un altro.
own-token-many = Hai il numero massimo di token. Eliminane prima uno.
own-ends = Scade: { $date }
own-ended = Scaduto
own-done-token-deleted = Il token è eliminato.

# Where somebody belongs. $name is an organization.
own-organizations = Organizzazioni
own-organizations-lead = A quali appartieni e a quali sei invitato.
own-organizations-none = Non appartieni a nessuna organizzazione.
own-invitations = Inviti
own-invited-by = Invito di { $name }
own-accept = Accetta
own-accept-named = Accetta l’invito a { $name }
own-decline = Rifiuta
own-decline-named = Rifiuta l’invito a { $name }
own-leave = Lascia
own-leave-named = Lascia { $name }
own-leave-question = Lasciare { $name }?
own-leave-consequence = Perdi subito i tuoi ruoli e l’accesso. Solo un invito ti riporta dentro.
own-last-administrator = Nessun altro potrebbe gestire { $name }. Prima dai a qualcuno lì il ruolo per farlo.
own-invitation-gone = Questo invito non c’è più.
own-done-joined = Ora appartieni all’organizzazione.
own-done-declined = L’invito è rifiutato.
own-done-left = Hai lasciato l’organizzazione.

# Taking everything along, and the end. $text is what is typed.
own-data = I tuoi dati
own-data-lead = Porta con te ciò che è conservato su di te, o elimina il tuo account.
own-export = Scarica i tuoi dati
own-export-lead = Tutto ciò che è conservato su di te in un file JSON, senza password né altri segreti.
own-export-often = Li hai scaricati spesso. Riprova tra un’ora.
own-delete-account = Elimina account
own-delete-account-lead = Sparisce subito e per sempre.
own-delete-account-question = Eliminare il tuo account?
own-delete-everything = Il tuo profilo, le sessioni, i secondi passaggi e i token vengono eliminati. Nessuno può ripristinarli.
own-delete-memberships = Lasci tutte le tue organizzazioni, e ogni applicazione perde il tuo account.
own-delete-type = Scrivi { $text } per confermare
own-delete-mistyped = Scrivi esattamente: { $text }
own-deleted-title = Il tuo account è eliminato
own-deleted-lead = Sei disconnesso ovunque. Puoi chiudere questa pagina.

# Moments.
own-now = proprio ora
own-minutes = { $count ->
    [one] un minuto fa
   *[other] { $count } minuti fa
}
own-hours = { $count ->
    [one] un’ora fa
   *[other] { $count } ore fa
}
own-days = { $count ->
    [one] ieri
   *[other] { $count } giorni fa
}
own-date = { $month ->
    [1] { $day } gennaio { $year }
    [2] { $day } febbraio { $year }
    [3] { $day } marzo { $year }
    [4] { $day } aprile { $year }
    [5] { $day } maggio { $year }
    [6] { $day } giugno { $year }
    [7] { $day } luglio { $year }
    [8] { $day } agosto { $year }
    [9] { $day } settembre { $year }
    [10] { $day } ottobre { $year }
    [11] { $day } novembre { $year }
   *[other] { $day } dicembre { $year }
}
