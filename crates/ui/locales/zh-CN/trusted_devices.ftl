# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] 在 { $days } 天内信任此浏览器
}
trust-device-hint = 在此期间，此浏览器不会再要求第二步验证。请勿在共用电脑上选择。
scope-trusted-devices = 查看受信任的浏览器并取消信任
own-trusted = 受信任的浏览器
own-trusted-lead = 在这些浏览器中不会要求第二步验证。
own-trusted-none = 没有受信任的浏览器。
own-trusted-stop = 取消信任
own-trusted-stop-named = 取消信任：{ $name }
own-trusted-question = 要取消信任此浏览器吗？
own-trusted-consequence = 下次使用 { $name } 登录时，会再次要求第二步验证。其中的会话会继续。
own-done-untrusted = 已取消信任该浏览器。
