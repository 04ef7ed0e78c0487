# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Deze browser { $days } dag vertrouwen
   *[other] Deze browser { $days } dagen vertrouwen
}
trust-device-hint = Tot dan wordt hier niet om een tweede stap gevraagd. Kies dit niet op een gedeelde computer.
scope-trusted-devices = Je vertrouwde browsers zien en dat vertrouwen beëindigen
