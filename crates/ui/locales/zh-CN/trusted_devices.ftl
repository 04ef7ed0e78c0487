# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] 在 { $days } 天内信任此浏览器
}
trust-device-hint = 在此期间，此浏览器不会再要求第二步验证。请勿在共用电脑上选择。
scope-trusted-devices = 查看受信任的浏览器并取消信任
