# What is around the pages of the account center. $name is who is signed in.
account-title = Il tuo account
account-skip = Vai al contenuto
account-menu = Account di { $name }
account-other = Usa un altro account
account-sign-out = Esci
account-save = Salva le modifiche
account-cancel = Annulla
account-remove = Rimuovi
account-none = Non indicato
account-profile = Profilo
account-security = Sicurezza
account-off-title = Qui non ci sono pagine dell’account
account-off-lead = Chi gestisce questo server non le ha aperte. Ciò che vedi del tuo account si trova nelle applicazioni che usi.
account-closed-title = Questo non si può cambiare qui
account-closed-lead = Chi gestisce questo server non ha aperto questa parte del tuo account. Chiedigli di cambiarla per te.

# Who somebody is.
account-profile-lead = Chi sei e come contattarti.
account-details = Dati personali
account-picture = Immagine
account-picture-choose = Scegli un’immagine.
account-picture-upload = Carica immagine
account-picture-hint = PNG, JPEG, GIF o WebP, al massimo { $size } MB.
account-picture-remove = Rimuovi immagine
account-picture-type = Non è un’immagine che si possa mostrare. Scegli un file PNG, JPEG, GIF o WebP.
account-picture-large = Questa immagine è troppo grande. Scegline una di al massimo { $size } MB.
account-picture-full = Al momento non si possono conservare altre immagini. Riprova domani.
account-name = Nome
account-username-hint = Puoi accedere con questo nome. Lettere dalla a alla z, cifre e trattini bassi.
account-nickname = Soprannome
account-website = Sito web
account-birthdate = Data di nascita
account-preferred-taken = Qualcun altro ha questo nome utente. Scegli un altro nome.
account-language = Lingua
account-language-lead = In quale lingua ti parlano queste pagine.
account-language-browser = Quella chiesta dal browser

# How somebody is reached. $address is where.
account-contact = Contatti
account-contact-lead = Qui arrivano i codici e i messaggi sul tuo account.
account-change-email = Cambia indirizzo e-mail
account-add-email = Aggiungi indirizzo e-mail
account-remove-email = Rimuovi indirizzo e-mail
account-change-phone = Cambia numero di telefono
account-add-phone = Aggiungi numero di telefono
account-remove-phone = Rimuovi numero di telefono
account-new-email = Nuovo indirizzo e-mail
account-new-phone = Nuovo numero di telefono
account-present = Al momento:
account-removed-address = Non potrai più accedere con { $address } né ricevere codici lì.
account-needed = Qui ogni account ne ha bisogno: si può cambiare, ma non rimuovere.
account-last-method = È l’unico modo rimasto per accedere. Prima aggiungine un altro.
account-username-often = Hai appena scelto più nomi utente. Riprova domani.

# Accounts elsewhere. $provider is where.
account-linked = Account collegati
account-linked-lead = Puoi accedere con questi account.
account-not-linked = Non collegato
account-single-sign-on = Tramite single sign-on
account-link = Collega
account-link-to = Collega un account di { $provider }
account-unlink = Scollega
account-unlink-from = Scollega il tuo account di { $provider }
account-unlinked-consequence = Non potrai più accedere con { $provider }.
account-link-taken = Questo account di { $provider } è collegato qui all’account di qualcun altro. Prima scollegalo da lì.
account-link-exists = Un account di { $provider } è già collegato. Prima scollegalo.
account-link-failed = Il collegamento con { $provider } non è riuscito. Nulla è stato modificato; riprova.

# How somebody signs in.
account-security-lead = Come accedi e dimostri di essere tu.
account-password-set = La password è impostata
account-password-set-hint = Cambiarla chiude le tue sessioni ovunque.
account-password-unset = Nessuna password
account-password-unset-hint = Con una password puoi accedere senza codice.
account-set-password = Imposta password
account-change-password = Cambia password
account-change-password-lead = Le tue sessioni vengono chiuse ovunque, anche qui, e accedi con quella nuova.
account-password-changed = Password cambiata

# Proving once more who one is.
account-verify = Conferma di essere tu
account-verify-lead = Ciò che segue cambia il modo in cui accedi. Ti viene chiesto una volta ogni dieci minuti.
account-verify-email = Usa un codice via e-mail
account-verify-phone = Usa un codice via SMS
account-verify-password = Usa la tua password
account-verify-sign-in = Il tuo account non ha né una password né un indirizzo per un codice. Accedi ancora una volta per continuare.
account-verify-factor = Hai effettuato l’accesso senza il secondo passaggio. Accedi ancora una volta, con quello, per continuare.
account-sign-in-again = Accedi di nuovo
account-wrong-password = Questa password non è giusta.

# What was done.
account-done-saved = Le modifiche sono salvate.
account-done-picture = L’immagine è cambiata.
account-done-picture-removed = L’immagine è stata rimossa.
account-done-email = L’indirizzo e-mail è cambiato.
account-done-email-removed = L’indirizzo e-mail è stato rimosso.
account-done-phone = Il numero di telefono è cambiato.
account-done-phone-removed = Il numero di telefono è stato rimosso.
account-done-password = La password è impostata.
account-done-linked = L’account è collegato.
account-done-unlinked = L’account non è più collegato.
