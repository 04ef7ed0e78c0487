# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] 在 { $days } 天內信任此瀏覽器
}
trust-device-hint = 在此期間，此瀏覽器不會再要求第二步驗證。請勿在共用電腦上選擇。
scope-trusted-devices = 查看受信任的瀏覽器並取消信任
own-trusted = 受信任的瀏覽器
own-trusted-lead = 在這些瀏覽器中不會要求第二步驗證。
own-trusted-none = 沒有受信任的瀏覽器。
own-trusted-stop = 取消信任
own-trusted-stop-named = 取消信任：{ $name }
own-trusted-question = 要取消信任此瀏覽器嗎？
own-trusted-consequence = 下次使用 { $name } 登入時，會再次要求第二步驗證。其中的工作階段會繼續。
own-done-untrusted = 已取消信任該瀏覽器。
