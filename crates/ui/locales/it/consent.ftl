# May this application have what it asks for? $name is the application.
consent-document-title = Consenti { $name }
consent-title = { $name } chiede l’accesso
consent-lead = Potrà fare ciò che è elencato qui finché tu o un amministratore non lo revocate.
signed-in-as = Accesso effettuato come
consent-account = Il tuo account
consent-your-organizations = Le tue organizzazioni
consent-organizations = Organizzazioni in cui può operare
consent-organizations-hint = Vede solo le organizzazioni che spunti.
consent-allow = Consenti
consent-deny = Nega
consent-return = Tornerai a { $host }. Consenti solo applicazioni di cui ti fidi.
consent-device = Stai collegando un dispositivo. Consenti solo applicazioni di cui ti fidi.
consent-nothing-new = Non chiede nulla di nuovo. Ciò che hai consentito prima resta consentito.
consent-nothing-open = Ciò che chiede appartiene a organizzazioni in cui non può operare. Consentire non aggiunge nulla. Ciò che hai consentito prima resta consentito.
consent-out-of-date = Questo modulo non era aggiornato. Decidi di nuovo.
consent-undecided = Scegli se consentire o negare.
consent-left = Non fai più parte di un’organizzazione che hai scelto. Scegli di nuovo.
scope-openid = Riconoscere il tuo account
scope-offline-access = Restare connessa mentre non ci sei
scope-profile = Vedere il tuo nome, nome utente e immagine
scope-email = Vedere il tuo indirizzo e-mail
scope-phone = Vedere il tuo numero di telefono
scope-address = Vedere il tuo indirizzo postale
scope-custom-data = Vedere altri dati conservati su di te
scope-identities = Vedere gli account che hai collegato
scope-roles = Vedere i tuoi ruoli
scope-organizations = Vedere le organizzazioni a cui appartieni
scope-organization-roles = Vedere i tuoi ruoli nelle organizzazioni
scope-sessions = Vedere e chiudere le tue sessioni

# The end of a session.
sign-out-title = Vuoi uscire?
sign-out-lead = Uscirai da { $name } e da ogni applicazione che hai aperto con questo account in questo browser.
sign-out-stay = Resta connesso
sign-out-button = Esci
signed-out-title = Sei uscito
signed-out-lead = Sei uscito correttamente.
taking-you-back = Ritorno all’applicazione…

# Pages that only say something.
unknown-session-title = Questo accesso non è più in corso
unknown-session-lead = È scaduto, è stato concluso in un’altra scheda o questa pagina è stata aperta da un segnalibro. Torna all’applicazione e accedi da lì.
not-found-title = Questa pagina non esiste
not-found-lead = L’indirizzo può contenere un errore, oppure la pagina è stata spostata.
failed-title = Non ha funzionato
failed-title-forbidden = Non era permesso
failed-title-server = Qualcosa è andato storto da parte nostra
failed-lead = Torna all’applicazione e ricomincia.
failed-lead-server = La tua richiesta non è stata completata. Riprova; se succede ancora, avvisa chi gestisce questo server.
details = Dettagli per gli sviluppatori
details-status = Stato
details-code = Codice
details-description = Descrizione
