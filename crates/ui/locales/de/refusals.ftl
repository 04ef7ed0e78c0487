refused-application-title = Diese Anwendung kann Sie hier nicht anmelden
refused-application-lead = Ihre Anfrage passt nicht zu dem, was dieser Server von ihr weiß. An Ihrem Konto liegt es nicht. Gehen Sie zur Anwendung zurück und sagen Sie es ihrem Betreiber.
refused-ended-title = Diese Anmeldung ist vorbei
refused-ended-lead = Sie hat zu lange gedauert, war schon abgeschlossen oder wurde in einem anderen Browser begonnen. Gehen Sie zur Anwendung zurück und melden Sie sich neu an.
refused-sign-out-title = Das Abmelden hat nicht geklappt
refused-sign-out-lead = Die Anfrage war unvollständig oder veraltet, Sie sind also vielleicht noch angemeldet. Melden Sie sich in der Anwendung noch einmal ab.
