# Pages that only say something, for people who are signed in or were.
notice-again = Noch einmal versuchen
notice-failed-lead = Gehen Sie zurück und versuchen Sie es noch einmal.
notice-suspended-title = Ihr Konto ist gesperrt
notice-suspended-lead = Es kann erst wieder benutzt werden, wenn der Betreiber dieses Servers es freigibt.
notice-form-title = Dieses Formular war veraltet
notice-form-lead = Es wurde nichts geändert. Öffnen Sie die Seite neu und füllen Sie sie noch einmal aus.
notice-form-again = Seite neu öffnen
notice-signed-out-title = Sie sind nicht angemeldet
notice-signed-out-lead = Die Anmeldung wurde nicht abgeschlossen.
notice-cookies-lead = Der Browser hat das Cookie der Anmeldung nicht behalten. Lassen Sie Cookies für diese Adresse zu und versuchen Sie es noch einmal.
