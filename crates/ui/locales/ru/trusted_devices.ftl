# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Доверять этому браузеру { $days } день
    [few] Доверять этому браузеру { $days } дня
    [many] Доверять этому браузеру { $days } дней
   *[other] Доверять этому браузеру { $days } дня
}
trust-device-hint = До этого времени второй шаг здесь не потребуется. Не выбирайте это на общем компьютере.
scope-trusted-devices = Видеть браузеры, которым вы доверяете, и отменять доверие
own-trusted = Доверенные браузеры
own-trusted-lead = В них второй шаг не требуется.
own-trusted-none = Доверенных браузеров нет.
own-trusted-stop = Не доверять
own-trusted-stop-named = Не доверять: { $name }
own-trusted-question = Больше не доверять этому браузеру?
own-trusted-consequence = При следующем входе ({ $name }) второй шаг снова потребуется. Открытые там сеансы продолжатся.
own-done-untrusted = Браузер больше не доверенный.
