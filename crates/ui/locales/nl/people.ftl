# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Rond de controle af dat je een mens bent en ga dan verder.
captcha-failed = De controle dat je een mens bent is niet gelukt. Probeer het nog een keer.
captcha-needs-script = Deze pagina controleert of je een mens bent en heeft daarvoor JavaScript nodig. Zet het aan in je browser en laad de pagina opnieuw.
captcha-unreachable = De controle of je een mens bent kon niet worden geladen. Kijk of iets in je browser haar blokkeert en laad de pagina opnieuw.
error-captcha = Deze server controleert eerst of je een mens bent. Begin opnieuw op de inlogpagina.
error-password-unchecked = We konden niet nagaan of dit wachtwoord uit datalekken bekend is. Probeer het zo meteen opnieuw.
password-pwned = Dit wachtwoord staat in lijsten die aanvallers als eerste proberen. Kies een ander.
terms-step-title = Voordat je verdergaat
terms-step-lead = { $name } vraagt om je akkoord.
