# May this application have what it asks for? $name is the application.
consent-document-title = { $name } toestaan
consent-title = { $name } vraagt om toegang
consent-lead = De toepassing mag doen wat hier staat totdat jij of een beheerder dat intrekt.
signed-in-as = Ingelogd als
consent-account = Je account
consent-your-organizations = Je organisaties
consent-organizations = Organisaties waarin ze mag werken
consent-organizations-hint = Ze ziet alleen de organisaties die je aanvinkt.
consent-allow = Toestaan
consent-deny = Weigeren
consent-return = Je keert terug naar { $host }. Sta alleen toepassingen toe die je vertrouwt.
consent-device = Je logt in op een apparaat. Sta alleen toepassingen toe die je vertrouwt.
consent-nothing-new = Ze vraagt niets nieuws. Wat je eerder toestond, blijft toegestaan.
consent-nothing-open = Wat ze vraagt hoort bij organisaties waarin ze niet mag werken. Toestaan voegt niets toe. Wat je eerder toestond, blijft toegestaan.
consent-out-of-date = Dit formulier was verouderd. Beslis opnieuw.
consent-undecided = Kies of je toestaat of weigert.
consent-left = Je bent geen lid meer van een organisatie die je koos. Kies opnieuw.
scope-openid = Je account herkennen
scope-offline-access = Ingelogd blijven als je weg bent
scope-profile = Je naam, gebruikersnaam en foto zien
scope-email = Je e-mailadres zien
scope-phone = Je telefoonnummer zien
scope-address = Je postadres zien
scope-custom-data = Andere gegevens zien die over je worden bewaard
scope-identities = De accounts zien die je hebt gekoppeld
scope-roles = Je rollen zien
scope-organizations = De organisaties zien waar je bij hoort
scope-organization-roles = Je rollen in organisaties zien
scope-sessions = Je sessies zien en beëindigen

# The end of a session.
sign-out-title = Uitloggen?
sign-out-lead = Je wordt uitgelogd bij { $name } en bij elke toepassing die je met dit account in deze browser hebt geopend.
sign-out-stay = Ingelogd blijven
sign-out-button = Uitloggen
signed-out-title = Uitgelogd
signed-out-lead = Je bent uitgelogd.
taking-you-back = We brengen je terug naar de toepassing…

# Pages that only say something.
unknown-session-title = Dit inloggen loopt niet meer
unknown-session-lead = Het is verlopen, in een ander tabblad afgerond, of deze pagina is vanuit een bladwijzer geopend. Ga terug naar de toepassing en log daar in.
not-found-title = Deze pagina bestaat niet
not-found-lead = Misschien zit er een typefout in het adres, of is de pagina verplaatst.
failed-title = Dit lukte niet
failed-title-forbidden = Dit was niet toegestaan
failed-title-server = Er ging bij ons iets mis
failed-lead = Ga terug naar de toepassing en begin opnieuw.
failed-lead-server = Je verzoek is niet uitgevoerd. Probeer het opnieuw; gebeurt het weer, meld het dan aan wie deze server beheert.
details = Details voor ontwikkelaars
details-status = Status
details-code = Code
details-description = Beschrijving
