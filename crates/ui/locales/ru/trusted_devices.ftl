# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Доверять этому браузеру { $days } день
    [few] Доверять этому браузеру { $days } дня
    [many] Доверять этому браузеру { $days } дней
   *[other] Доверять этому браузеру { $days } дня
}
trust-device-hint = До этого времени второй шаг здесь не потребуется. Не выбирайте это на общем компьютере.
scope-trusted-devices = Видеть браузеры, которым вы доверяете, и отменять доверие
