# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Considera attendibile questo browser per { $days } giorno
   *[other] Considera attendibile questo browser per { $days } giorni
}
trust-device-hint = Fino ad allora qui non ti verrà chiesto un secondo passaggio. Non sceglierlo su un computer condiviso.
scope-trusted-devices = Vedere i tuoi browser attendibili e revocarne la fiducia
