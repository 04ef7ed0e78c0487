# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Diesem Browser { $days } Tag lang vertrauen
   *[other] Diesem Browser { $days } Tage lang vertrauen
}
trust-device-hint = Bis dahin wird hier kein zweiter Schritt verlangt. Nicht an gemeinsam genutzten Computern wählen.
scope-trusted-devices = Vertrauenswürdige Browser sehen und das Vertrauen beenden
