# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Considera attendibile questo browser per { $days } giorno
   *[other] Considera attendibile questo browser per { $days } giorni
}
trust-device-hint = Fino ad allora qui non ti verrà chiesto un secondo passaggio. Non sceglierlo su un computer condiviso.
scope-trusted-devices = Vedere i tuoi browser attendibili e revocarne la fiducia
own-trusted = Browser attendibili
own-trusted-lead = In questi non ti viene chiesto il secondo passaggio.
own-trusted-none = Non consideri attendibile nessun browser.
own-trusted-stop = Non considerare più attendibile
own-trusted-stop-named = Non considerare più attendibile: { $name }
own-trusted-question = Non considerare più attendibile questo browser?
own-trusted-consequence = Al prossimo accesso con { $name } ti verrà chiesto di nuovo il secondo passaggio. Le sessioni aperte lì restano attive.
own-done-untrusted = Il browser non è più attendibile.
