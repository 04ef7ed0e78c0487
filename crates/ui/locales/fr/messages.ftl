# What is wrong, and what to do.
form-out-of-date = Ce formulaire n’était plus à jour. Remplissez-le à nouveau.
error-general = Cela n’a pas fonctionné. Réessayez. Si cela se reproduit, demandez de l’aide en mentionnant « { $code } ».
error-start-again = Cette étape n’est plus en cours. Recommencez.
error-credentials-username = Ce nom d’utilisateur et ce mot de passe ne correspondent à aucun compte. Vérifiez les deux et réessayez.
error-credentials = Ce compte et ce mot de passe ne correspondent pas. Vérifiez les deux et réessayez.
error-locked = { $minutes ->
    [one] Il y a eu trop de tentatives. Réessayez dans { $minutes } minute.
   *[other] Il y a eu trop de tentatives. Réessayez dans { $minutes } minutes.
}
error-suspended = Ce compte est suspendu. Demandez à un administrateur de lever la suspension.
error-account-gone = Ce compte n’existe plus. Connectez-vous avec un autre ou créez-en un nouveau.
error-method-off = Cette façon de se connecter est désactivée ici. Essayez-en une autre ou demandez à un administrateur.
error-not-open = Ceci est désactivé ici. Adressez-vous à un administrateur.
error-username-taken = Ce nom d’utilisateur est pris. Choisissez-en un autre.
error-email-taken = Cette adresse e-mail appartient à un autre compte. Utilisez-en une autre.
error-phone-taken = Ce numéro de téléphone appartient à un autre compte. Utilisez-en un autre.
error-username-form = Ceci ne peut pas être un nom d’utilisateur.
error-username-length = Un nom d’utilisateur compte entre { $min } et { $max } caractères.
error-username-uppercase = N’utilisez pas de majuscules.
error-username-lowercase = N’utilisez pas de minuscules.
error-username-number = N’utilisez pas de chiffres.
error-username-underscore = N’utilisez pas de tirets bas.
error-email-form = Ce n’est pas une adresse e-mail. Vérifiez qu’il n’y a pas de faute de frappe.
error-phone-form = Ce n’est pas un numéro de téléphone. Écrivez-le avec l’indicatif du pays, par exemple +33 1 23 45 67 89.
error-email-refused = Cette adresse e-mail ne peut pas être utilisée ici. Utilisez-en une autre.
error-password-expired = Ce mot de passe a expiré. Demandez à un administrateur d’en définir un nouveau.
error-password-expired-reset = Ce mot de passe a expiré. Choisissez « Mot de passe oublié ? » pour en définir un nouveau.
error-same-password = C’est déjà votre mot de passe. Choisissez-en un autre.
password-too-short = { $min ->
    [one] Utilisez au moins { $min } caractère.
   *[other] Utilisez au moins { $min } caractères.
}
password-too-long = { $max ->
    [one] Utilisez au plus { $max } caractère.
   *[other] Utilisez au plus { $max } caractères.
}
password-character-types = Mélangez au moins { $min } types parmi minuscules, majuscules, chiffres et symboles.
password-unsupported = N’utilisez pas de sauts de ligne ni d’autres caractères de contrôle.
password-repetition = Répétez moins de caractères.
password-sequence = Évitez les suites comme 1234 ou azerty.
password-user-info = Évitez votre nom d’utilisateur et ce que l’on sait de vous.
password-words = Ce mot de passe contient un mot qui n’est pas permis ici.
password-other = Choisissez un autre mot de passe.
error-code-wrong = Ce code n’est pas le bon. Vérifiez-le et réessayez.
error-code-expired = Ce code a expiré. Demandez-en un autre.
error-code-used = Ce code n’est plus valable. Demandez-en un autre.
error-code-tries = Il y a eu trop d’essais avec ce code. Demandez-en un autre.
error-code-limit = Plusieurs codes ont déjà été envoyés à cette adresse. Attendez quelques minutes, puis redemandez.
error-code-not-sent = Le code n’a pas pu être envoyé. Réessayez plus tard ou choisissez un autre moyen.
error-link-used = Ce lien a expiré ou a déjà servi. Demandez-en un autre.
error-link-other = Ce lien a été envoyé à une autre adresse.
error-totp-wrong = Ce code n’est pas le bon. Votre application en affiche un autre toutes les 30 secondes ; saisissez celui qu’elle affiche en ce moment.
error-totp-exists = Votre compte a déjà une application d’authentification. Utilisez celle-là.
error-passkeys-many = Vous avez le nombre maximal de clés d’accès. Supprimez-en d’abord une dans votre compte.
error-backup-wrong = Ce code de secours n’est pas le bon, ou a déjà servi.
error-passkey = La clé d’accès n’a pas été acceptée. Réessayez ou utilisez un autre moyen.
error-no-factor = Votre compte demande une deuxième étape qui n’est pas possible ici. Demandez de l’aide à un administrateur.
no-single-sign-on = Aucune authentification unique n’est configurée sur ce serveur. Connectez-vous ici.
no-recovery = Les mots de passe ne peuvent pas être réinitialisés sur ce serveur. Demandez-en un nouveau à un administrateur, puis connectez-vous ici.
error-no-account = Aucun compte n’a cette adresse, et il n’est pas possible d’en créer ici. Utilisez-en une autre ou adressez-vous à un administrateur.
