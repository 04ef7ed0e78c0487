# May this application have what it asks for? $name is the application.
consent-document-title = Autoriser { $name }
consent-title = { $name } demande un accès
consent-lead = L’application pourra faire ce qui est indiqué ici jusqu’à ce que vous ou un administrateur le retiriez.
signed-in-as = Connecté en tant que
consent-account = Votre compte
consent-your-organizations = Vos organisations
consent-organizations = Organisations dans lesquelles elle peut agir
consent-organizations-hint = Elle ne voit que les organisations que vous cochez.
consent-allow = Autoriser
consent-deny = Refuser
consent-return = Vous reviendrez à { $host }. N’autorisez que les applications auxquelles vous faites confiance.
consent-device = Vous connectez un appareil. N’autorisez que les applications auxquelles vous faites confiance.
consent-nothing-new = Elle ne demande rien de nouveau. Ce que vous avez autorisé reste autorisé.
consent-nothing-open = Ce qu’elle demande relève d’organisations dans lesquelles elle ne peut pas agir. Autoriser n’ajoute rien. Ce que vous avez autorisé reste autorisé.
consent-out-of-date = Ce formulaire n’était plus à jour. Décidez à nouveau.
consent-undecided = Choisissez d’autoriser ou de refuser.
consent-left = Vous n’êtes plus membre d’une organisation que vous avez choisie. Choisissez à nouveau.
scope-openid = Reconnaître votre compte
scope-offline-access = Rester connectée en votre absence
scope-profile = Voir votre nom, votre nom d’utilisateur et votre photo
scope-email = Voir votre adresse e-mail
scope-phone = Voir votre numéro de téléphone
scope-address = Voir votre adresse postale
scope-custom-data = Voir d’autres données conservées à votre sujet
scope-identities = Voir les comptes que vous avez liés
scope-roles = Voir vos rôles
scope-organizations = Voir les organisations auxquelles vous appartenez
scope-organization-roles = Voir vos rôles dans les organisations
scope-sessions = Voir et fermer vos sessions

# The end of a session.
sign-out-title = Se déconnecter ?
sign-out-lead = Vous serez déconnecté de { $name } et de toutes les applications que vous avez ouvertes avec ce compte dans ce navigateur.
sign-out-stay = Rester connecté
sign-out-button = Se déconnecter
signed-out-title = Déconnecté
signed-out-lead = Vous vous êtes bien déconnecté.
taking-you-back = Retour à l’application…

# Pages that only say something.
unknown-session-title = Cette connexion n’est plus en cours
unknown-session-lead = Elle a expiré, s’est terminée dans un autre onglet, ou cette page a été ouverte depuis un favori. Retournez à l’application et connectez-vous à partir de là.
not-found-title = Cette page n’existe pas
not-found-lead = L’adresse comporte peut-être une faute, ou la page a été déplacée.
failed-title = Cela n’a pas fonctionné
failed-title-forbidden = Cela n’était pas autorisé
failed-title-server = Un problème est survenu de notre côté
failed-lead = Retournez à l’application et recommencez.
failed-lead-server = Votre demande n’a pas abouti. Réessayez ; si cela se reproduit, prévenez ceux qui gèrent ce serveur.
details = Détails pour les développeurs
details-status = État
details-code = Code
details-description = Description
