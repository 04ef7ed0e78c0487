# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Faire confiance à ce navigateur pendant { $days } jour
   *[other] Faire confiance à ce navigateur pendant { $days } jours
}
trust-device-hint = D’ici là, aucune deuxième étape ne vous sera demandée ici. À éviter sur un ordinateur partagé.
scope-trusted-devices = Voir vos navigateurs de confiance et leur retirer cette confiance
