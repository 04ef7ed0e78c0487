# What only the elements for other applications say. $name is a member.
elements-close = Fermer
elements-unreachable = Le serveur est inaccessible. Vérifiez votre connexion, puis réessayez.
elements-signed-out = Vous n’êtes plus connecté à cette organisation. Connectez-vous de nouveau pour continuer.
elements-loading = Chargement…
elements-change-roles = Modifier les rôles
elements-roles-of = Rôles de { $name }
