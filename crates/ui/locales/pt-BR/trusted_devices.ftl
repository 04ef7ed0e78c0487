# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Confiar neste navegador por { $days } dia
   *[other] Confiar neste navegador por { $days } dias
}
trust-device-hint = Até lá, não pediremos uma segunda etapa aqui. Não escolha isto em um computador compartilhado.
scope-trusted-devices = Ver seus navegadores confiáveis e deixar de confiar neles
own-trusted = Navegadores confiáveis
own-trusted-lead = Neles não pedimos a sua segunda etapa.
own-trusted-none = Você não confia em nenhum navegador.
own-trusted-stop = Deixar de confiar
own-trusted-stop-named = Deixar de confiar: { $name }
own-trusted-question = Deixar de confiar neste navegador?
own-trusted-consequence = No próximo login com { $name }, pediremos a sua segunda etapa de novo. As sessões abertas lá continuam.
own-done-untrusted = O navegador não é mais confiável.
