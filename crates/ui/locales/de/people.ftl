# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Schließen Sie die Prüfung ab, dass Sie ein Mensch sind, und gehen Sie dann weiter.
captcha-failed = Die Prüfung, ob Sie ein Mensch sind, ist nicht gelungen. Versuchen Sie es noch einmal.
captcha-needs-script = Diese Seite prüft, ob Sie ein Mensch sind, und braucht dazu JavaScript. Schalten Sie es in Ihrem Browser ein und laden Sie die Seite neu.
captcha-unreachable = Die Prüfung, ob Sie ein Mensch sind, konnte nicht geladen werden. Sehen Sie nach, ob etwas in Ihrem Browser sie blockiert, und laden Sie die Seite neu.
error-captcha = Dieser Server prüft zuerst, ob Sie ein Mensch sind. Beginnen Sie noch einmal auf der Anmeldeseite.
error-password-unchecked = Wir konnten nicht prüfen, ob dieses Passwort aus Datenlecks bekannt ist. Versuchen Sie es gleich noch einmal.
password-pwned = Dieses Passwort steht in Listen, die Angreifer zuerst probieren. Wählen Sie ein anderes.
terms-step-title = Bevor es weitergeht
terms-step-lead = { $name } bittet um Ihre Zustimmung.
