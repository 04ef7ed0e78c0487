# What is wrong, and what to do.
form-out-of-date = 表单已过期。请重新填写。
error-general = 操作未成功。请重试。如果再次发生，请寻求帮助并提供“{ $code }”。
error-start-again = 此步骤已结束。请重新开始。
error-credentials-username = 没有与此用户名和密码匹配的账号。请检查后重试。
error-credentials = 账号与密码不匹配。请检查后重试。
error-locked = { $minutes ->
   *[other] 失败次数过多。请在 { $minutes } 分钟后重试。
}
error-suspended = 此账号已被停用。请联系管理员解除停用。
error-account-gone = 此账号已不存在。请使用其他账号登录，或创建新账号。
error-method-off = 此登录方式在这里未启用。请尝试其他方式或联系管理员。
error-not-open = 此功能在这里未启用。请联系管理员。
error-username-taken = 此用户名已被使用。请换一个。
error-email-taken = 此电子邮箱属于其他账号。请换一个。
error-phone-taken = 此手机号码属于其他账号。请换一个。
error-username-form = 这不能用作用户名。
error-username-length = 用户名须为 { $min } 到 { $max } 个字符。
error-username-uppercase = 请勿使用大写字母。
error-username-lowercase = 请勿使用小写字母。
error-username-number = 请勿使用数字。
error-username-underscore = 请勿使用下划线。
error-email-form = 这不是电子邮箱。请检查是否输入有误。
error-phone-form = 这不是手机号码。请带上国家代码，例如 +86 10 1234 5678。
error-email-refused = 此电子邮箱不能在这里使用。请换一个。
error-password-expired = 此密码已过期。请联系管理员设置新密码。
error-password-expired-reset = 此密码已过期。请选择“忘记密码？”来设置新密码。
error-same-password = 这就是您现在的密码。请换一个。
password-too-short = { $min ->
   *[other] 请至少使用 { $min } 个字符。
}
password-too-long = { $max ->
   *[other] 请最多使用 { $max } 个字符。
}
password-character-types = 请至少混用小写字母、大写字母、数字和符号中的 { $min } 种。
password-unsupported = 请勿使用换行符和其他控制字符。
password-repetition = 请减少重复的字符。
password-sequence = 请勿使用 1234 或 qwerty 这样的连续字符。
password-user-info = 请勿使用您的用户名或其他已知的个人信息。
password-words = 此密码包含这里不允许的词。
password-other = 请换一个密码。
error-code-wrong = 验证码不正确。请检查后重试。
error-code-expired = 验证码已过期。请重新获取。
error-code-used = 此验证码已失效。请重新获取。
error-code-tries = 此验证码的尝试次数过多。请重新获取。
error-code-limit = 已向此地址发送多个验证码。请等待几分钟后再获取。
error-code-not-sent = 验证码发送失败。请稍后重试，或选择其他方式。
error-link-used = 此链接已过期或已被使用。请重新获取。
error-link-other = 此链接发送给了另一个地址。
error-totp-wrong = 验证码不正确。应用每 30 秒显示一个新的验证码；请输入当前显示的那个。
error-totp-exists = 您的账号已有身份验证器应用。请使用它。
error-passkeys-many = 通行密钥数量已达上限。请先在您的账号中移除一个。
error-backup-wrong = 备用码不正确，或已被使用。
error-passkey = 通行密钥未被接受。请重试，或使用其他方式。
error-no-factor = 您的账号需要第二步验证，但这里无法进行。请联系管理员寻求帮助。
no-single-sign-on = 此服务器未设置单点登录。请在这里登录。
no-recovery = 此服务器无法重置密码。请向管理员索取新密码，然后在这里登录。
error-no-account = 没有使用此地址的账号，这里也无法创建。请换一个，或联系管理员。
