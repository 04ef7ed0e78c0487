# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Bu tarayıcıya { $days } gün güven
   *[other] Bu tarayıcıya { $days } gün güven
}
trust-device-hint = O zamana kadar burada ikinci adım istenmez. Ortak kullanılan bir bilgisayarda bunu seçmeyin.
scope-trusted-devices = Güvendiğiniz tarayıcıları görme ve güveni kaldırma
own-trusted = Güvenilen tarayıcılar
own-trusted-lead = Bunlarda ikinci adımınız istenmez.
own-trusted-none = Güvendiğiniz bir tarayıcı yok.
own-trusted-stop = Güveni kaldır
own-trusted-stop-named = Güveni kaldır: { $name }
own-trusted-question = Bu tarayıcıya duyulan güven kaldırılsın mı?
own-trusted-consequence = { $name } ile bir sonraki oturum açmada ikinci adımınız yeniden istenir. Oradaki oturumlar devam eder.
own-done-untrusted = Tarayıcıya artık güvenilmiyor.
