# What is around the pages of the account center. $name is who is signed in.
account-title = 您的账户
account-skip = 跳到内容
account-menu = { $name } 的账户
account-other = 使用其他账户
account-sign-out = 退出登录
account-save = 保存更改
account-cancel = 取消
account-remove = 移除
account-none = 未设置
account-profile = 个人资料
account-security = 安全
account-off-title = 这里没有账户页面
account-off-lead = 此服务器的运营者没有开放。您可以在所使用的应用中查看账户信息。
account-closed-title = 此处无法更改
account-closed-lead = 此服务器的运营者没有开放账户的这一部分。请联系他们为您更改。

# Who somebody is.
account-profile-lead = 您的身份信息和联系方式。
account-details = 个人信息
account-picture = 头像
account-picture-choose = 请选择一张图片。
account-picture-upload = 上传头像
account-picture-hint = PNG、JPEG、GIF 或 WebP，最大 { $size } MB。
account-picture-remove = 移除头像
account-picture-type = 这不是可以显示的图片。请选择 PNG、JPEG、GIF 或 WebP 文件。
account-picture-large = 图片太大。请选择不超过 { $size } MB 的图片。
account-picture-full = 目前无法保存更多图片。请明天再试。
account-name = 姓名
account-username-hint = 您可以用它登录。可使用字母 a 到 z、数字和下划线。
account-nickname = 昵称
account-website = 网站
account-birthdate = 出生日期
account-preferred-taken = 这是其他人的用户名。请换一个名称。
account-language = 语言
account-language-lead = 这些页面所使用的语言。
account-language-browser = 跟随浏览器

# How somebody is reached. $address is where.
account-contact = 联系方式
account-contact-lead = 验证码和账户相关消息会发送到这里。
account-change-email = 更改电子邮件地址
account-add-email = 添加电子邮件地址
account-remove-email = 移除电子邮件地址
account-change-phone = 更改电话号码
account-add-phone = 添加电话号码
account-remove-phone = 移除电话号码
account-new-email = 新的电子邮件地址
account-new-phone = 新的电话号码
account-present = 当前：
account-removed-address = 您将无法再用 { $address } 登录或接收验证码。
account-needed = 这里的每个账户都需要它，因此可以更改但不能移除。
account-last-method = 这是唯一剩下的登录方式。请先添加其他方式。
account-username-often = 您刚才多次更改用户名。请明天再试。

# Accounts elsewhere. $provider is where.
account-linked = 关联账户
account-linked-lead = 您可以用它们登录。
account-not-linked = 未关联
account-single-sign-on = 单点登录
account-link = 关联
account-link-to = 关联 { $provider } 账户
account-unlink = 取消关联
account-unlink-from = 取消关联您的 { $provider } 账户
account-unlinked-consequence = 您将无法再用 { $provider } 登录。
account-link-taken = 此 { $provider } 账户已与这里其他人的账户关联。请先在那里取消关联。
account-link-exists = 已关联一个 { $provider } 账户。请先取消关联。
account-link-failed = 与 { $provider } 关联失败。没有任何更改，请重试。

# How somebody signs in.
account-security-lead = 您如何登录并证明是您本人。
account-password-set = 已设置密码
account-password-set-hint = 更改密码会使您在所有地方退出登录。
account-password-unset = 没有密码
account-password-unset-hint = 有了密码，无需验证码即可登录。
account-set-password = 设置密码
account-change-password = 更改密码
account-change-password-lead = 您将在所有地方（包括这里）退出登录，并用新密码登录。
account-password-changed = 密码已更改

# Proving once more who one is.
account-verify = 确认是您本人
account-verify-lead = 接下来的操作会更改您的登录方式。每十分钟只询问一次。
account-verify-email = 使用电子邮件验证码
account-verify-phone = 使用短信验证码
account-verify-password = 使用密码
account-verify-sign-in = 您的账户既没有密码，也没有可接收验证码的地址。请再次登录以继续。
account-verify-factor = 您登录时没有经过第二步验证。请通过第二步再次登录以继续。
account-sign-in-again = 再次登录
account-wrong-password = 密码不正确。

# What was done.
account-done-saved = 您的更改已保存。
account-done-picture = 头像已更改。
account-done-picture-removed = 头像已移除。
account-done-email = 电子邮件地址已更改。
account-done-email-removed = 电子邮件地址已移除。
account-done-phone = 电话号码已更改。
account-done-phone-removed = 电话号码已移除。
account-done-password = 密码已设置。
account-done-linked = 账户已关联。
account-done-unlinked = 账户已取消关联。
