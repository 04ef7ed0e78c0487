# What several pages say.
continue = 继续
back-to-sign-in = 返回登录
change = 更改
skip = 暂不
optional = 选填
choose-option = 请选择
foot-terms = 使用条款
foot-privacy = 隐私政策
foot-help = 帮助
show-password = 显示密码
hide-password = 隐藏密码
copy = 复制
copied = 已复制到剪贴板。
copy-refused = 浏览器不允许复制。请选中文本自行复制。

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = 用户名
label-email = 电子邮箱
label-phone = 手机号码
label-username-or-email = 用户名或电子邮箱
label-username-or-phone = 用户名或手机号码
label-email-or-phone = 电子邮箱或手机号码
label-any-identifier = 用户名、电子邮箱或手机号码
missing-username = 请输入用户名。
missing-email = 请输入电子邮箱。
missing-phone = 请输入手机号码。
missing-username-or-email = 请输入用户名或电子邮箱。
missing-username-or-phone = 请输入用户名或手机号码。
missing-email-or-phone = 请输入电子邮箱或手机号码。
missing-any-identifier = 请输入用户名、电子邮箱或手机号码。
phone-hint = 请带上国家代码，例如 +86 或 +1。
label-password = 密码
missing-password = 请输入密码。

# Signing in. $name is the application.
sign-in-title = 登录 { $name }
sign-in-button = 登录
sign-in-new-here = 初次使用 { $name }？
sign-in-create = 创建账号
sign-in-forgot = 忘记密码？
password-title = 输入密码
use-code = 改用验证码
use-password = 改用密码
link-title = 用链接登录
link-lead = 您打开的链接发送给了 { $address }。继续即可用它登录。

# Codes that are sent. $address is where to.
code-title-email = 请查收邮件
code-title-phone = 请查收短信
code-lead = 我们已向 { $address } 发送六位验证码。
code-lead-maybe = 如果 { $address } 属于某个账号，六位验证码正在发送途中。
code-validity = { $minutes ->
   *[other] { $minutes } 分钟内有效。
}
label-code = 验证码
missing-code = 请输入六位验证码。
code-again = 重新发送验证码
code-sent-again = 新的验证码正在发送途中。
code-wait = { $seconds ->
   *[other] { $seconds } 秒后可以重新获取验证码。
}
send-code = 发送验证码
use-other-email = 使用其他电子邮箱
use-other-phone = 使用其他手机号码

# What a verified address leads to.
no-account-title = 还没有账号
no-account-lead = 这里还没有使用 { $address } 的账号。现在创建吗？无需再次输入验证码。
no-account-lead-uncoded = 这里还没有使用 { $address } 的账号。现在创建吗？
account-exists-title = 您已有账号
account-exists-lead = { $address } 属于一个账号。要登录它吗？无需再次输入验证码。

# Registration.
register-title = 创建账号
register-document-title = 创建 { $name } 账号
register-lead = 以继续前往 { $name }
register-button = 创建账号
register-have-account = 已有账号？
missing-new-username = 请设置用户名。
missing-new-password = 请设置密码。
username-rule = 可使用字母 a 到 z、数字和下划线，不能以数字开头。

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = 创建账号即表示您同意{ $terms }和{ $privacy }。
agree-terms = 创建账号即表示您同意{ $terms }。
agree-privacy = 创建账号即表示您同意{ $privacy }。
tick-both = 我同意{ $terms }和{ $privacy }。
tick-terms = 我同意{ $terms }。
tick-privacy = 我同意{ $privacy }。
terms-of-use = 使用条款
privacy-policy = 隐私政策
missing-agreement = 请先勾选同意，再继续。

# Passwords.
new-password-title = 设置密码
reset-password-title = 设置新密码
label-new-password = 新密码
save-password = 保存密码
password-rule-length = { $min ->
   *[other] 至少 { $min } 个字符。
}
password-rule-types = 至少 { $min } 个字符，并包含小写字母、大写字母、数字和符号中的 { $types } 种。
forgot-title = 重置密码
forgot-lead = 我们会向您发送验证码，您可用它设置新密码。
password-changed = 密码已更改。请用新密码登录。

# What an account still lacks.
username-title = 设置用户名
email-title = 添加电子邮箱
phone-title = 添加手机号码
email-or-phone-title = 添加电子邮箱或手机号码
address-lead = 我们会发送验证码，以确认它属于您。
profile-title = 还需要一些信息
profile-lead = { $name } 需要这些信息来完善您的账号。
missing-field = 请填写此项。
field-wrong = 内容不符合要求的格式。
field-given-name = 名
field-middle-name = 中间名
field-family-name = 姓
field-address-formatted = 地址
field-address-street = 街道和门牌号
field-address-locality = 城市
field-address-region = 省份或地区
field-address-postal-code = 邮政编码
field-address-country = 国家
