# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = 请先完成真人验证，然后继续。
captcha-failed = 真人验证未成功。请再试一次。
captcha-needs-script = 此页面会验证您是真人，这需要 JavaScript。请在浏览器中启用它，然后重新加载页面。
captcha-unreachable = 无法加载真人验证。请检查浏览器中是否有内容拦截了它，然后重新加载页面。
error-captcha = 此服务器会先验证您是真人。请从登录页面重新开始。
error-password-unchecked = 我们无法检查此密码是否已泄露。请稍后重试。
password-pwned = 此密码在攻击者最先尝试的列表中。请另选一个。
terms-step-title = 继续之前
terms-step-lead = { $name } 请您表示同意。
