# What only the elements for other applications say. $name is a member.
elements-close = Chiudi
elements-unreachable = Il server non è raggiungibile. Controlla la connessione e riprova.
elements-signed-out = Non hai più l’accesso effettuato in questa organizzazione. Accedi di nuovo per continuare.
elements-loading = Caricamento…
elements-change-roles = Modifica ruoli
elements-roles-of = Ruoli di { $name }
