# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Confiar en este navegador durante { $days } día
   *[other] Confiar en este navegador durante { $days } días
}
trust-device-hint = Hasta entonces no te pediremos aquí un segundo paso. No lo elijas en un ordenador compartido.
scope-trusted-devices = Ver tus navegadores de confianza y dejar de confiar en ellos
own-trusted = Navegadores de confianza
own-trusted-lead = En ellos no se te pide el segundo paso.
own-trusted-none = No confías en ningún navegador.
own-trusted-stop = Dejar de confiar
own-trusted-stop-named = Dejar de confiar: { $name }
own-trusted-question = ¿Dejar de confiar en este navegador?
own-trusted-consequence = La próxima vez que inicies sesión con { $name } se te pedirá de nuevo el segundo paso. Las sesiones abiertas allí continúan.
own-done-untrusted = El navegador ya no es de confianza.
