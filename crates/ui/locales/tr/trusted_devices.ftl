# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Bu tarayıcıya { $days } gün güven
   *[other] Bu tarayıcıya { $days } gün güven
}
trust-device-hint = O zamana kadar burada ikinci adım istenmez. Ortak kullanılan bir bilgisayarda bunu seçmeyin.
scope-trusted-devices = Güvendiğiniz tarayıcıları görme ve güveni kaldırma
