# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Deuxièmes étapes
own-factors-lead = Avec elle, personne n’entre en connaissant seulement votre mot de passe.
own-passkeys = Clés d’accès
own-passkeys-lead = Connectez-vous avec votre empreinte, votre visage, le verrouillage de l’écran ou une clé de sécurité.
own-no-passkeys = Il n’y a pas encore de clé d’accès.
own-add-passkey = Ajouter une clé d’accès
own-not-set-up = Non configuré
own-set-up = Configurer
own-set-up-named = Configurer : { $name }
own-replace = Remplacer
own-replace-named = Remplacer : { $name }
own-codes-left = { $count ->
    [one] Il reste un code
   *[other] Il reste { $count } codes
}
own-codes-first = Ils remplacent une autre deuxième étape. Configurez-en d’abord une.
own-new-codes = Obtenir de nouveaux codes
own-new-codes-consequence = Les codes que vous avez maintenant ne vaudront plus rien.
own-remove-named = Supprimer { $name }
own-remove-question = Supprimer { $name } ?
own-remove-consequence = Vous ne pourrez plus prouver avec elle que c’est bien vous.
own-remove-last-consequence = C’est votre dernière deuxième étape. Les codes de secours partent avec elle, et votre mot de passe seul laissera entrer qui le connaît.
own-rename = Renommer
own-rename-named = Renommer { $name }
own-label-name = Nom
own-passkey-name-hint = Pour la reconnaître, par exemple « Portable du bureau ».
own-missing-name = Saisissez un nom.
own-bad-name = Utilisez au plus { $max } caractères, uniquement visibles.
own-passkey-failed = Le navigateur n’a pas créé de clé d’accès. Réessayez, ou utilisez un autre appareil.
own-asked = Deuxième étape à la connexion
own-asked-on = Elle vous est demandée à chaque fois.
own-asked-off = Elle ne vous est pas demandée.
own-ask-start = Demander à chaque fois
own-ask-stop = Ne pas demander
own-added = Ajouté : { $date }
own-used = Dernière utilisation : { $when }
own-done-factor = Votre deuxième étape est configurée.
own-done-passkey = Votre clé d’accès est ajoutée.
own-done-removed = C’est supprimé.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sessions et appareils
own-sessions-lead = Là où vous êtes connecté. Fermez ce que vous ne connaissez pas, puis changez votre mot de passe.
own-session-here = Ce navigateur
own-device = { $browser } sur { $system }
own-device-unknown = Navigateur inconnu
own-last-active = Dernière activité : { $when }
own-end = Fermer
own-end-named = Fermer la session : { $name }
own-end-question = Fermer cette session ?
own-end-consequence = { $name } est déconnecté, avec toutes les applications ouvertes là.
own-end-others = Fermer toutes les autres sessions
own-end-others-question = Fermer toutes les autres sessions ?
own-end-others-consequence = Vous êtes déconnecté partout sauf dans ce navigateur, avec toutes les applications ouvertes là.
own-done-ended = La session est fermée.
own-done-ended-others = Toutes les autres sessions sont fermées.

# What applications may do. $name is an application or an API.
own-applications = Applications connectées
own-applications-lead = Ce que vous leur avez permis dure jusqu’à ce que vous le repreniez.
own-applications-none = Aucune application ne peut agir pour vous.
own-allowed = Autorisé : { $date }
own-permissions = Autorisations pour { $name }
own-revoke = Retirer
own-revoke-named = Retirer l’accès de { $name }
own-revoke-question = Retirer l’accès de { $name } ?
own-revoke-consequence = Vous en êtes déconnecté, et elle ne peut plus rien faire pour vous tant que vous ne l’autorisez pas de nouveau.
own-done-revoked = Elle ne peut plus rien faire pour vous.

# Tokens of one's own.
own-tokens = Jetons d’accès personnels
own-tokens-lead = Pour vos programmes qui agissent pour vous. Gardez-les comme des mots de passe.
own-tokens-none = Il n’y a pas encore de jeton.
own-create-token = Créer un jeton
own-token-name-hint = À quoi il sert, par exemple « Script de sauvegarde ».
own-token-expiry = Fin
own-token-never = Jamais
own-token-days = { $count ->
    [one] Dans un jour
   *[other] Dans { $count } jours
}
own-token-title = Enregistrez ce jeton maintenant
own-token-shown = Il n’est affiché qu’une fois. S’il est perdu, créez-en un autre et supprimez celui-ci.
own-token-saved = Je l’ai enregistré
own-delete = Supprimer
own-delete-named = Supprimer { $name }
own-delete-question = Supprimer { $name } ?
own-delete-token-consequence = Les programmes qui l’utilisent ne peuvent plus agir pour vous.
own-token-taken = Vous avez déjà un jeton de ce nom. Choisissez-en un autre.
own-token-many = Vous avez le nombre maximal de jetons. Supprimez-en d’abord un.
own-ends = Fin : { $date }
own-ended = Expiré
own-done-token-deleted = Le jeton est supprimé.

# Where somebody belongs. $name is an organization.
own-organizations = Organisations
own-organizations-lead = Celles dont vous faites partie, et celles où vous êtes invité.
own-organizations-none = Vous ne faites partie d’aucune organisation.
own-invitations = Invitations
own-invited-by = Invitation de { $name }
own-accept = Accepter
own-accept-named = Accepter l’invitation de { $name }
own-decline = Refuser
own-decline-named = Refuser l’invitation de { $name }
own-leave = Quitter
own-leave-named = Quitter { $name }
own-leave-question = Quitter { $name } ?
own-leave-consequence = Vous y perdez aussitôt vos rôles et votre accès. Seule une invitation vous y ramènera.
own-last-administrator = Personne d’autre ne pourrait gérer { $name }. Donnez-y d’abord à quelqu’un le rôle pour cela.
own-invitation-gone = Cette invitation n’existe plus.
own-done-joined = Vous faites maintenant partie de l’organisation.
own-done-declined = L’invitation est refusée.
own-done-left = Vous avez quitté l’organisation.

# Taking everything along, and the end. $text is what is typed.
own-data = Vos données
own-data-lead = Emportez ce qui est conservé sur vous, ou supprimez votre compte.
own-export = Télécharger vos données
own-export-lead = Tout ce qui est conservé sur vous dans un fichier JSON, sans mots de passe ni autres secrets.
own-export-often = Vous les avez téléchargées souvent. Réessayez dans une heure.
own-delete-account = Supprimer le compte
own-delete-account-lead = Il disparaît aussitôt et pour toujours.
own-delete-account-question = Supprimer votre compte ?
own-delete-everything = Votre profil, vos sessions, vos deuxièmes étapes et vos jetons sont supprimés. Personne ne peut les rétablir.
own-delete-memberships = Vous quittez toutes vos organisations, et toutes les applications perdent votre compte.
own-delete-type = Saisissez { $text } pour confirmer
own-delete-mistyped = Saisissez exactement : { $text }
own-deleted-title = Votre compte est supprimé
own-deleted-lead = Vous êtes déconnecté partout. Vous pouvez fermer cette page.

# Moments.
own-now = à l’instant
own-minutes = { $count ->
    [one] il y a une minute
   *[other] il y a { $count } minutes
}
own-hours = { $count ->
    [one] il y a une heure
   *[other] il y a { $count } heures
}
own-days = { $count ->
    [one] hier
   *[other] il y a { $count } jours
}
own-date = { $month ->
    [1] { $day } janvier { $year }
    [2] { $day } février { $year }
    [3] { $day } mars { $year }
    [4] { $day } avril { $year }
    [5] { $day } mai { $year }
    [6] { $day } juin { $year }
    [7] { $day } juillet { $year }
    [8] { $day } août { $year }
    [9] { $day } septembre { $year }
    [10] { $day } octobre { $year }
    [11] { $day } novembre { $year }
   *[other] { $day } décembre { $year }
}
