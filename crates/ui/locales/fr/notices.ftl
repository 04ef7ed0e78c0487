# Pages that only say something, for people who are signed in or were.
notice-again = Réessayer
notice-failed-lead = Revenez en arrière et réessayez.
notice-suspended-title = Votre compte est suspendu
notice-suspended-lead = Il ne peut plus être utilisé tant que le responsable de ce serveur ne l’a pas rouvert.
notice-form-title = Ce formulaire n’était plus à jour
notice-form-lead = Rien n’a été modifié. Ouvrez de nouveau la page et remplissez-la encore une fois.
notice-form-again = Ouvrir de nouveau la page
notice-signed-out-title = Vous n’êtes pas connecté
notice-signed-out-lead = La connexion n’a pas été terminée.
notice-cookies-lead = Le navigateur n’a pas gardé le cookie de votre connexion. Autorisez les cookies pour cette adresse, puis réessayez.
