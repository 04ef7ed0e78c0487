# What is around the pages of the account center. $name is who is signed in.
account-title = Votre compte
account-skip = Aller au contenu
account-menu = Compte de { $name }
account-other = Utiliser un autre compte
account-sign-out = Se déconnecter
account-save = Enregistrer les modifications
account-cancel = Annuler
account-remove = Supprimer
account-none = Non renseigné
account-profile = Profil
account-security = Sécurité
account-off-title = Il n’y a pas d’espace de compte ici
account-off-lead = Le responsable de ce serveur ne l’a pas ouvert. Ce que vous voyez de votre compte se trouve dans les applications que vous utilisez.
account-closed-title = Cela ne peut pas être modifié ici
account-closed-lead = Le responsable de ce serveur n’a pas ouvert cette partie de votre compte. Demandez-lui de la modifier pour vous.

# Who somebody is.
account-profile-lead = Qui vous êtes et comment vous joindre.
account-details = Informations personnelles
account-picture = Photo
account-picture-choose = Choisissez une photo.
account-picture-upload = Envoyer la photo
account-picture-hint = PNG, JPEG, GIF ou WebP, { $size } Mo au maximum.
account-picture-remove = Supprimer la photo
account-picture-type = Ce n’est pas une image qui peut être affichée. Choisissez un fichier PNG, JPEG, GIF ou WebP.
account-picture-large = Cette image est trop grande. Choisissez-en une de { $size } Mo au maximum.
account-picture-full = Aucune autre image ne peut être conservée pour le moment. Réessayez demain.
account-name = Nom
account-username-hint = Vous pouvez vous connecter avec. Lettres de a à z, chiffres et tirets bas.
account-nickname = Surnom
account-website = Site web
account-birthdate = Date de naissance
account-preferred-taken = Quelqu’un d’autre a déjà ce nom d’utilisateur. Choisissez un autre nom.
account-language = Langue
account-language-lead = La langue dans laquelle ces pages s’adressent à vous.
account-language-browser = Celle du navigateur

# How somebody is reached. $address is where.
account-contact = Coordonnées
account-contact-lead = Les codes et les messages concernant votre compte y sont envoyés.
account-change-email = Modifier l’adresse e-mail
account-add-email = Ajouter une adresse e-mail
account-remove-email = Supprimer l’adresse e-mail
account-change-phone = Modifier le numéro de téléphone
account-add-phone = Ajouter un numéro de téléphone
account-remove-phone = Supprimer le numéro de téléphone
account-new-email = Nouvelle adresse e-mail
account-new-phone = Nouveau numéro de téléphone
account-present = Actuellement :
account-removed-address = Vous ne pourrez plus vous connecter avec { $address } ni y recevoir de codes.
account-needed = Chaque compte en a besoin ici : vous pouvez modifier cette information, mais pas la supprimer.
account-last-method = C’est le dernier moyen de vous connecter. Ajoutez-en d’abord un autre.
account-username-often = Vous venez de prendre plusieurs noms d’utilisateur. Réessayez demain.

# Accounts elsewhere. $provider is where.
account-linked = Comptes liés
account-linked-lead = Vous pouvez vous connecter avec eux.
account-not-linked = Non lié
account-single-sign-on = Authentification unique
account-link = Lier
account-link-to = Lier un compte { $provider }
account-unlink = Dissocier
account-unlink-from = Dissocier votre compte { $provider }
account-unlinked-consequence = Vous ne pourrez plus vous connecter avec { $provider }.
account-link-taken = Ce compte { $provider } est lié ici au compte de quelqu’un d’autre. Dissociez-le d’abord de celui-ci.
account-link-exists = Un compte { $provider } est déjà lié. Dissociez-le d’abord.
account-link-failed = L’association avec { $provider } n’a pas fonctionné. Rien n’a été modifié ; réessayez.

# How somebody signs in.
account-security-lead = Comment vous vous connectez et prouvez que c’est vous.
account-password-set = Un mot de passe est défini
account-password-set-hint = Le modifier vous déconnecte partout.
account-password-unset = Pas de mot de passe
account-password-unset-hint = Avec un mot de passe, vous pouvez vous connecter sans code.
account-set-password = Définir un mot de passe
account-change-password = Modifier le mot de passe
account-change-password-lead = Vous serez déconnecté partout, ici aussi, et vous vous connecterez avec le nouveau.
account-password-changed = Mot de passe modifié

# Proving once more who one is.
account-verify = Confirmez que c’est bien vous
account-verify-lead = La suite modifie votre façon de vous connecter. Cela vous est demandé une fois toutes les dix minutes.
account-verify-email = Utiliser un code par e-mail
account-verify-phone = Utiliser un code par SMS
account-verify-password = Utiliser votre mot de passe
account-verify-sign-in = Votre compte n’a ni mot de passe ni adresse pour recevoir un code. Connectez-vous encore une fois pour continuer.
account-verify-factor = Vous avez été connecté sans votre deuxième étape. Connectez-vous encore une fois, avec elle, pour continuer.
account-sign-in-again = Se reconnecter
account-wrong-password = Ce mot de passe n’est pas le bon.

# What was done.
account-done-saved = Vos modifications sont enregistrées.
account-done-picture = Votre photo est modifiée.
account-done-picture-removed = Votre photo est supprimée.
account-done-email = Votre adresse e-mail est modifiée.
account-done-email-removed = Votre adresse e-mail est supprimée.
account-done-phone = Votre numéro de téléphone est modifié.
account-done-phone-removed = Votre numéro de téléphone est supprimé.
account-done-password = Votre mot de passe est défini.
account-done-linked = Le compte est lié.
account-done-unlinked = Le compte n’est plus lié.
