# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] 在 { $days } 天內信任此瀏覽器
}
trust-device-hint = 在此期間，此瀏覽器不會再要求第二步驗證。請勿在共用電腦上選擇。
scope-trusted-devices = 查看受信任的瀏覽器並取消信任
