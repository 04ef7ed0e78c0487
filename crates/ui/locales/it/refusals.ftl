refused-application-title = Questa applicazione non può farti accedere qui
refused-application-lead = La sua richiesta non corrisponde a ciò che questo server sa di lei. Il tuo account non c’entra. Torna all’applicazione e avvisa chi la gestisce.
refused-ended-title = Questo accesso è terminato
refused-ended-lead = È durato troppo, era già concluso o è iniziato in un altro browser. Torna all’applicazione e accedi di nuovo.
refused-sign-out-title = La disconnessione non è riuscita
refused-sign-out-lead = La richiesta era incompleta o scaduta, quindi forse sei ancora connesso. Disconnettiti di nuovo nell’applicazione.
