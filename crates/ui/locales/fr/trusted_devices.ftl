# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Faire confiance à ce navigateur pendant { $days } jour
   *[other] Faire confiance à ce navigateur pendant { $days } jours
}
trust-device-hint = D’ici là, aucune deuxième étape ne vous sera demandée ici. À éviter sur un ordinateur partagé.
scope-trusted-devices = Voir vos navigateurs de confiance et leur retirer cette confiance
own-trusted = Navigateurs de confiance
own-trusted-lead = Votre deuxième étape n’y est pas demandée.
own-trusted-none = Vous ne faites confiance à aucun navigateur.
own-trusted-stop = Ne plus faire confiance
own-trusted-stop-named = Ne plus faire confiance : { $name }
own-trusted-question = Ne plus faire confiance à ce navigateur ?
own-trusted-consequence = À la prochaine connexion avec { $name }, votre deuxième étape sera de nouveau demandée. Les sessions en cours continuent.
own-done-untrusted = Ce navigateur n’est plus de confiance.
