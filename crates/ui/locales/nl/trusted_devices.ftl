# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Deze browser { $days } dag vertrouwen
   *[other] Deze browser { $days } dagen vertrouwen
}
trust-device-hint = Tot dan wordt hier niet om een tweede stap gevraagd. Kies dit niet op een gedeelde computer.
scope-trusted-devices = Je vertrouwde browsers zien en dat vertrouwen beëindigen
own-trusted = Vertrouwde browsers
own-trusted-lead = Daarin wordt niet om je tweede stap gevraagd.
own-trusted-none = Je vertrouwt geen enkele browser.
own-trusted-stop = Niet meer vertrouwen
own-trusted-stop-named = Niet meer vertrouwen: { $name }
own-trusted-question = Deze browser niet meer vertrouwen?
own-trusted-consequence = Bij de volgende keer inloggen met { $name } wordt weer om je tweede stap gevraagd. Sessies daar gaan door.
own-done-untrusted = De browser wordt niet meer vertrouwd.
