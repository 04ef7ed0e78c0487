# Pages that only say something, for people who are signed in or were.
notice-again = Opnieuw proberen
notice-failed-lead = Ga terug en probeer het opnieuw.
notice-suspended-title = Je account is opgeschort
notice-suspended-lead = Het kan niet worden gebruikt tot de beheerder van deze server het weer opent.
notice-form-title = Dit formulier was verouderd
notice-form-lead = Er is niets gewijzigd. Open de pagina opnieuw en vul haar nog een keer in.
notice-form-again = Pagina opnieuw openen
notice-signed-out-title = Je bent niet ingelogd
notice-signed-out-lead = Het inloggen is niet voltooid.
notice-cookies-lead = De browser heeft de cookie van je aanmelding niet bewaard. Sta cookies toe voor dit adres en probeer het opnieuw.
