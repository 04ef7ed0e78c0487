# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Confiar neste navegador por { $days } dia
   *[other] Confiar neste navegador por { $days } dias
}
trust-device-hint = Até lá, não pediremos uma segunda etapa aqui. Não escolha isto em um computador compartilhado.
scope-trusted-devices = Ver seus navegadores confiáveis e deixar de confiar neles
