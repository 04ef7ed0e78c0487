# May this application have what it asks for? $name is the application.
consent-document-title = { $name } zulassen
consent-title = { $name } bittet um Zugriff
consent-lead = Die Anwendung darf, was hier steht, bis Sie oder ein Administrator es widerrufen.
signed-in-as = Angemeldet als
consent-account = Ihr Konto
consent-your-organizations = Ihre Organisationen
consent-organizations = Organisationen, in denen sie arbeiten darf
consent-organizations-hint = Sie sieht nur die Organisationen, die Sie ankreuzen.
consent-allow = Zulassen
consent-deny = Ablehnen
consent-return = Sie kehren zu { $host } zurück. Lassen Sie nur Anwendungen zu, denen Sie vertrauen.
consent-device = Sie melden ein Gerät an. Lassen Sie nur Anwendungen zu, denen Sie vertrauen.
consent-nothing-new = Sie bittet um nichts Neues. Was Sie früher zugelassen haben, bleibt zugelassen.
consent-nothing-open = Was sie will, gehört zu Organisationen, in denen sie nicht arbeiten darf. Zulassen fügt nichts hinzu. Was Sie früher zugelassen haben, bleibt zugelassen.
consent-out-of-date = Dieses Formular war veraltet. Entscheiden Sie noch einmal.
consent-undecided = Wählen Sie, ob Sie zulassen oder ablehnen.
consent-left = Sie sind nicht mehr Mitglied einer Organisation, die Sie gewählt haben. Wählen Sie noch einmal.
scope-openid = Ihr Konto wiedererkennen
scope-offline-access = Angemeldet bleiben, während Sie weg sind
scope-profile = Namen, Benutzernamen und Bild sehen
scope-email = E-Mail-Adresse sehen
scope-phone = Telefonnummer sehen
scope-address = Postanschrift sehen
scope-custom-data = Weitere über Sie gespeicherte Daten sehen
scope-identities = Die Konten sehen, die Sie verknüpft haben
scope-roles = Ihre Rollen sehen
scope-organizations = Die Organisationen sehen, zu denen Sie gehören
scope-organization-roles = Ihre Rollen in Organisationen sehen
scope-sessions = Ihre Sitzungen sehen und beenden

# The end of a session.
sign-out-title = Abmelden?
sign-out-lead = Sie werden von { $name } und von allen Anwendungen abgemeldet, die Sie mit diesem Konto in diesem Browser geöffnet haben.
sign-out-stay = Angemeldet bleiben
sign-out-button = Abmelden
signed-out-title = Abgemeldet
signed-out-lead = Sie haben sich erfolgreich abgemeldet.
taking-you-back = Es geht zurück zur Anwendung …

# Pages that only say something.
unknown-session-title = Diese Anmeldung läuft nicht mehr
unknown-session-lead = Sie ist abgelaufen, wurde in einem anderen Tab beendet, oder diese Seite wurde über ein Lesezeichen geöffnet. Gehen Sie zurück zur Anwendung und melden Sie sich von dort an.
not-found-title = Diese Seite gibt es nicht
not-found-lead = Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen.
failed-title = Das hat nicht geklappt
failed-title-forbidden = Das war nicht erlaubt
failed-title-server = Bei uns ist etwas schiefgegangen
failed-lead = Gehen Sie zurück zur Anwendung und beginnen Sie von vorn.
failed-lead-server = Ihre Anfrage wurde nicht ausgeführt. Versuchen Sie es noch einmal; wenn es wieder geschieht, sagen Sie denen Bescheid, die diesen Server betreiben.
details = Einzelheiten für Entwickler
details-status = Status
details-code = Code
details-description = Beschreibung
