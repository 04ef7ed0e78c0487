# Pages that only say something, for people who are signed in or were.
notice-again = Riprova
notice-failed-lead = Torna indietro e riprova.
notice-suspended-title = Il tuo account è sospeso
notice-suspended-lead = Non può essere usato finché chi gestisce questo server non lo riapre.
notice-form-title = Questo modulo non era più aggiornato
notice-form-lead = Nulla è stato modificato. Apri di nuovo la pagina e compilala ancora una volta.
notice-form-again = Apri di nuovo la pagina
notice-signed-out-title = Non hai effettuato l’accesso
notice-signed-out-lead = L’accesso non è stato completato.
notice-cookies-lead = Il browser non ha conservato il cookie dell’accesso. Consenti i cookie per questo indirizzo e riprova.
