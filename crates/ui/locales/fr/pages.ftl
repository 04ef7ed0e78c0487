# What several pages say.
continue = Continuer
back-to-sign-in = Retour à la connexion
change = Modifier
skip = Pas maintenant
optional = facultatif
choose-option = Choisissez
foot-terms = Conditions d’utilisation
foot-privacy = Politique de confidentialité
foot-help = Aide
show-password = Afficher le mot de passe
hide-password = Masquer le mot de passe
copy = Copier
copied = Copié dans le presse-papiers.
copy-refused = Le navigateur n’a pas permis la copie. Sélectionnez le texte et copiez-le vous-même.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Nom d’utilisateur
label-email = Adresse e-mail
label-phone = Numéro de téléphone
label-username-or-email = Nom d’utilisateur ou adresse e-mail
label-username-or-phone = Nom d’utilisateur ou numéro de téléphone
label-email-or-phone = Adresse e-mail ou numéro de téléphone
label-any-identifier = Nom d’utilisateur, adresse e-mail ou numéro de téléphone
missing-username = Saisissez votre nom d’utilisateur.
missing-email = Saisissez votre adresse e-mail.
missing-phone = Saisissez votre numéro de téléphone.
missing-username-or-email = Saisissez votre nom d’utilisateur ou votre adresse e-mail.
missing-username-or-phone = Saisissez votre nom d’utilisateur ou votre numéro de téléphone.
missing-email-or-phone = Saisissez votre adresse e-mail ou votre numéro de téléphone.
missing-any-identifier = Saisissez votre nom d’utilisateur, votre adresse e-mail ou votre numéro de téléphone.
phone-hint = Avec l’indicatif du pays, par exemple +33 ou +32.
label-password = Mot de passe
missing-password = Saisissez votre mot de passe.

# Signing in. $name is the application.
sign-in-title = Se connecter à { $name }
sign-in-button = Se connecter
sign-in-new-here = Nouveau sur { $name } ?
sign-in-create = Créer un compte
sign-in-forgot = Mot de passe oublié ?
password-title = Saisissez votre mot de passe
use-code = Utiliser plutôt un code
use-password = Utiliser plutôt le mot de passe
link-title = Connectez-vous avec votre lien
link-lead = Le lien que vous avez ouvert a été envoyé à { $address }. Continuez pour vous connecter avec lui.

# Codes that are sent. $address is where to.
code-title-email = Consultez vos e-mails
code-title-phone = Consultez vos messages
code-lead = Nous avons envoyé un code à six chiffres à { $address }.
code-lead-maybe = Si { $address } appartient à un compte, un code à six chiffres est en route.
code-validity = { $minutes ->
    [one] Il est valable { $minutes } minute.
   *[other] Il est valable { $minutes } minutes.
}
label-code = Code
missing-code = Saisissez les six chiffres du code.
code-again = Envoyer un autre code
code-sent-again = Un autre code est en route.
code-wait = { $seconds ->
    [one] Vous pourrez demander un autre code dans { $seconds } seconde.
   *[other] Vous pourrez demander un autre code dans { $seconds } secondes.
}
send-code = Envoyer un code
use-other-email = Utiliser une autre adresse e-mail
use-other-phone = Utiliser un autre numéro de téléphone

# What a verified address leads to.
no-account-title = Il n’y a pas encore de compte
no-account-lead = Personne n’a de compte ici avec { $address }. En créer un maintenant ? Vous n’avez pas besoin d’un autre code.
no-account-lead-uncoded = Personne n’a de compte ici avec { $address }. En créer un maintenant ?
account-exists-title = Vous avez déjà un compte
account-exists-lead = { $address } appartient à un compte. Vous y connecter ? Vous n’avez pas besoin d’un autre code.

# Registration.
register-title = Créez votre compte
register-document-title = Créer un compte pour { $name }
register-lead = pour continuer vers { $name }
register-button = Créer un compte
register-have-account = Vous avez déjà un compte ?
missing-new-username = Choisissez un nom d’utilisateur.
missing-new-password = Choisissez un mot de passe.
username-rule = Lettres de a à z, chiffres et tirets bas. Il ne peut pas commencer par un chiffre.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = En créant un compte, vous acceptez les { $terms } et la { $privacy }.
agree-terms = En créant un compte, vous acceptez les { $terms }.
agree-privacy = En créant un compte, vous acceptez la { $privacy }.
tick-both = J’accepte les { $terms } et la { $privacy }.
tick-terms = J’accepte les { $terms }.
tick-privacy = J’accepte la { $privacy }.
terms-of-use = conditions d’utilisation
privacy-policy = politique de confidentialité
missing-agreement = Cochez la case pour accepter avant de continuer.

# Passwords.
new-password-title = Choisissez un mot de passe
reset-password-title = Choisissez un nouveau mot de passe
label-new-password = Nouveau mot de passe
save-password = Enregistrer le mot de passe
password-rule-length = { $min ->
    [one] Au moins { $min } caractère.
   *[other] Au moins { $min } caractères.
}
password-rule-types = Au moins { $min } caractères, de { $types } types parmi minuscules, majuscules, chiffres et symboles.
forgot-title = Réinitialisez votre mot de passe
forgot-lead = Nous vous envoyons un code. Il vous permet de choisir un nouveau mot de passe.
password-changed = Votre mot de passe est changé. Connectez-vous avec le nouveau.

# What an account still lacks.
username-title = Choisissez un nom d’utilisateur
email-title = Ajoutez votre adresse e-mail
phone-title = Ajoutez votre numéro de téléphone
email-or-phone-title = Ajoutez une adresse e-mail ou un numéro de téléphone
address-lead = Nous y envoyons un code pour nous assurer que c’est bien le vôtre.
profile-title = Encore quelques informations
profile-lead = { $name } en a besoin pour compléter votre compte.
missing-field = Remplissez ce champ.
field-wrong = Cette valeur n’a pas la forme demandée.
field-given-name = Prénom
field-middle-name = Deuxième prénom
field-family-name = Nom
field-address-formatted = Adresse
field-address-street = Numéro et rue
field-address-locality = Ville
field-address-region = Région
field-address-postal-code = Code postal
field-address-country = Pays
