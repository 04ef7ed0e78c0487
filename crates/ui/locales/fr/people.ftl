# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Terminez la vérification que vous êtes humain, puis continuez.
captcha-failed = La vérification que vous êtes humain n’a pas abouti. Réessayez.
captcha-needs-script = Cette page vérifie que vous êtes humain, ce qui nécessite JavaScript. Activez-le dans votre navigateur, puis rechargez la page.
captcha-unreachable = La vérification que vous êtes humain n’a pas pu être chargée. Regardez si quelque chose la bloque dans votre navigateur, puis rechargez la page.
error-captcha = Ce serveur vérifie d’abord que vous êtes humain. Recommencez depuis la page de connexion.
error-password-unchecked = Nous n’avons pas pu vérifier si ce mot de passe figure dans des fuites connues. Réessayez dans un instant.
password-pwned = Ce mot de passe figure dans les listes que les attaquants essaient en premier. Choisissez-en un autre.
terms-step-title = Avant de continuer
terms-step-lead = { $name } vous demande votre accord.
