# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Confiar en este navegador durante { $days } día
   *[other] Confiar en este navegador durante { $days } días
}
trust-device-hint = Hasta entonces no te pediremos aquí un segundo paso. No lo elijas en un ordenador compartido.
scope-trusted-devices = Ver tus navegadores de confianza y dejar de confiar en ellos
