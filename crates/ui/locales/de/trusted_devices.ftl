# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Diesem Browser { $days } Tag lang vertrauen
   *[other] Diesem Browser { $days } Tage lang vertrauen
}
trust-device-hint = Bis dahin wird hier kein zweiter Schritt verlangt. Nicht an gemeinsam genutzten Computern wählen.
scope-trusted-devices = Vertrauenswürdige Browser sehen und das Vertrauen beenden
own-trusted = Vertrauenswürdige Browser
own-trusted-lead = In ihnen wird Ihr zweiter Schritt nicht verlangt.
own-trusted-none = Sie vertrauen keinem Browser.
own-trusted-stop = Nicht mehr vertrauen
own-trusted-stop-named = Nicht mehr vertrauen: { $name }
own-trusted-question = Diesem Browser nicht mehr vertrauen?
own-trusted-consequence = Bei der nächsten Anmeldung mit { $name } wird wieder Ihr zweiter Schritt verlangt. Sitzungen dort laufen weiter.
own-done-untrusted = Dem Browser wird nicht mehr vertraut.
