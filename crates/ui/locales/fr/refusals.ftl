refused-application-title = Cette application ne peut pas vous connecter ici
refused-application-lead = Sa demande ne correspond pas à ce que ce serveur sait d’elle. Votre compte n’est pas en cause. Revenez à l’application et prévenez ceux qui la gèrent.
refused-ended-title = Cette connexion est terminée
refused-ended-lead = Elle a duré trop longtemps, était déjà terminée ou a commencé dans un autre navigateur. Revenez à l’application et connectez-vous de nouveau.
refused-sign-out-title = La déconnexion a échoué
refused-sign-out-lead = La demande était incomplète ou périmée : vous êtes peut-être encore connecté. Déconnectez-vous de nouveau dans l’application.
