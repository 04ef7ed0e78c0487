# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Zweite Schritte
own-factors-lead = Damit kommt niemand hinein, der nur Ihr Passwort kennt.
own-passkeys = Passkeys
own-passkeys-lead = Melden Sie sich mit Fingerabdruck, Gesicht, Bildschirmsperre oder Sicherheitsschlüssel an.
own-no-passkeys = Es gibt noch keinen Passkey.
own-add-passkey = Passkey hinzufügen
own-not-set-up = Nicht eingerichtet
own-set-up = Einrichten
own-set-up-named = Einrichten: { $name }
own-replace = Ersetzen
own-replace-named = Ersetzen: { $name }
own-codes-left = { $count ->
    [one] Ein Code ist übrig
   *[other] { $count } Codes sind übrig
}
own-codes-first = Sie vertreten einen anderen zweiten Schritt. Richten Sie zuerst einen ein.
own-new-codes = Neue Codes holen
own-new-codes-consequence = Die Codes, die Sie jetzt haben, gelten dann nicht mehr.
own-remove-named = { $name } entfernen
own-remove-question = { $name } entfernen?
own-remove-consequence = Sie können damit nicht mehr zeigen, dass Sie es sind.
own-remove-last-consequence = Es ist Ihr letzter zweiter Schritt. Ersatzcodes gehen mit ihm, und Ihr Passwort allein lässt jeden ein, der es kennt.
own-rename = Umbenennen
own-rename-named = { $name } umbenennen
own-label-name = Name
own-passkey-name-hint = Damit Sie ihn wiedererkennen, etwa „Laptop bei der Arbeit“.
own-missing-name = Geben Sie einen Namen ein.
own-bad-name = Verwenden Sie höchstens { $max } Zeichen, und nur sichtbare.
own-passkey-failed = Der Browser hat keinen Passkey erstellt. Versuchen Sie es noch einmal oder mit einem anderen Gerät.
own-asked = Zweiter Schritt bei der Anmeldung
own-asked-on = Sie werden jedes Mal danach gefragt.
own-asked-off = Sie werden nicht danach gefragt.
own-ask-start = Jedes Mal fragen
own-ask-stop = Nicht fragen
own-added = Hinzugefügt: { $date }
own-used = Zuletzt benutzt: { $when }
own-done-factor = Ihr zweiter Schritt ist eingerichtet.
own-done-passkey = Ihr Passkey ist hinzugefügt.
own-done-removed = Es ist entfernt.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sitzungen und Geräte
own-sessions-lead = Wo Sie angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.
own-session-here = Dieser Browser
own-device = { $browser } auf { $system }
own-device-unknown = Unbekannter Browser
own-last-active = Zuletzt aktiv: { $when }
own-end = Beenden
own-end-named = Sitzung beenden: { $name }
own-end-question = Diese Sitzung beenden?
own-end-consequence = { $name } wird abgemeldet, mit jeder Anwendung, die dort geöffnet wurde.
own-end-others = Alle anderen Sitzungen beenden
own-end-others-question = Alle anderen Sitzungen beenden?
own-end-others-consequence = Sie werden überall außer in diesem Browser abgemeldet, mit jeder Anwendung, die dort geöffnet wurde.
own-done-ended = Die Sitzung ist beendet.
own-done-ended-others = Alle anderen Sitzungen sind beendet.

# What applications may do. $name is an application or an API.
own-applications = Verbundene Anwendungen
own-applications-lead = Was Sie ihnen erlaubt haben, gilt, bis Sie es zurücknehmen.
own-applications-none = Keine Anwendung darf etwas für Sie tun.
own-allowed = Erlaubt: { $date }
own-permissions = Berechtigungen für { $name }
own-revoke = Zurücknehmen
own-revoke-named = Zurücknehmen, was { $name } darf
own-revoke-question = Zurücknehmen, was { $name } darf?
own-revoke-consequence = Sie werden dort abgemeldet, und sie kann nichts für Sie tun, bis Sie es wieder erlauben.
own-done-revoked = Sie kann nichts mehr für Sie tun.

# Tokens of one's own.
own-tokens = Persönliche Zugriffstoken
own-tokens-lead = Für eigene Programme, die für Sie handeln. Bewahren Sie sie wie Passwörter auf.
own-tokens-none = Es gibt noch kein Token.
own-create-token = Token erstellen
own-token-name-hint = Wofür es ist, etwa „Sicherungsskript“.
own-token-expiry = Endet
own-token-never = Nie
own-token-days = { $count ->
    [one] In einem Tag
   *[other] In { $count } Tagen
}
own-token-title = Bewahren Sie dieses Token jetzt auf
own-token-shown = Es wird nur dieses eine Mal gezeigt. Geht es verloren, erstellen Sie ein anderes und löschen dieses.
own-token-saved = Ich habe es aufbewahrt
own-delete = Löschen
own-delete-named = { $name } löschen
own-delete-question = { $name } löschen?
own-delete-token-consequence = Programme, die es benutzen, können nicht mehr für Sie handeln.
own-token-taken = Sie haben schon ein Token dieses Namens. Wählen Sie einen anderen.
own-token-many = Sie haben so viele Token, wie es geben kann. Löschen Sie zuerst eines.
own-ends = Endet: { $date }
own-ended = Abgelaufen
own-done-token-deleted = Das Token ist gelöscht.

# Where somebody belongs. $name is an organization.
own-organizations = Organisationen
own-organizations-lead = Wozu Sie gehören und wohin Sie eingeladen sind.
own-organizations-none = Sie gehören zu keiner Organisation.
own-invitations = Einladungen
own-invited-by = Eingeladen von { $name }
own-accept = Annehmen
own-accept-named = Einladung zu { $name } annehmen
own-decline = Ablehnen
own-decline-named = Einladung zu { $name } ablehnen
own-leave = Verlassen
own-leave-named = { $name } verlassen
own-leave-question = { $name } verlassen?
own-leave-consequence = Sie verlieren dort sofort Ihre Rollen und den Zugang. Nur eine Einladung bringt Sie zurück.
own-last-administrator = Niemand sonst könnte { $name } verwalten. Geben Sie dort zuerst jemandem die Rolle dafür.
own-invitation-gone = Diese Einladung gibt es nicht mehr.
own-done-joined = Sie gehören jetzt zur Organisation.
own-done-declined = Die Einladung ist abgelehnt.
own-done-left = Sie haben die Organisation verlassen.

# Taking everything along, and the end. $text is what is typed.
own-data = Ihre Daten
own-data-lead = Nehmen Sie mit, was über Sie gespeichert ist, oder löschen Sie Ihr Konto.
own-export = Ihre Daten herunterladen
own-export-lead = Alles, was über Sie gespeichert ist, in einer JSON-Datei, ohne Passwörter und andere Geheimnisse.
own-export-often = Sie haben sie gerade oft heruntergeladen. Versuchen Sie es in einer Stunde wieder.
own-delete-account = Konto löschen
own-delete-account-lead = Es ist sofort und für immer weg.
own-delete-account-question = Ihr Konto löschen?
own-delete-everything = Ihr Profil, Ihre Sitzungen, zweiten Schritte und Token werden gelöscht. Niemand kann sie zurückholen.
own-delete-memberships = Sie verlassen jede Organisation, zu der Sie gehören, und jede Anwendung verliert Ihr Konto.
own-delete-type = Geben Sie zur Bestätigung { $text } ein
own-delete-mistyped = Geben Sie genau das ein: { $text }
own-deleted-title = Ihr Konto ist gelöscht
own-deleted-lead = Sie sind überall abgemeldet. Sie können diese Seite schließen.

# Moments.
own-now = gerade eben
own-minutes = { $count ->
    [one] vor einer Minute
   *[other] vor { $count } Minuten
}
own-hours = { $count ->
    [one] vor einer Stunde
   *[other] vor { $count } Stunden
}
own-days = { $count ->
    [one] gestern
   *[other] vor { $count } Tagen
}
own-date = { $month ->
    [1] { $day }. Januar { $year }
    [2] { $day }. Februar { $year }
    [3] { $day }. März { $year }
    [4] { $day }. April { $year }
    [5] { $day }. Mai { $year }
    [6] { $day }. Juni { $year }
    [7] { $day }. Juli { $year }
    [8] { $day }. August { $year }
    [9] { $day }. September { $year }
    [10] { $day }. Oktober { $year }
    [11] { $day }. November { $year }
   *[other] { $day }. Dezember { $year }
}
