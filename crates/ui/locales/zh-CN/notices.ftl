# Pages that only say something, for people who are signed in or were.
notice-again = 重试
notice-failed-lead = 请返回后重试。
notice-suspended-title = 您的账户已被停用
notice-suspended-lead = 在此服务器的运营者重新启用之前无法使用。
notice-form-title = 此表单已过期
notice-form-lead = 没有任何更改。请重新打开页面并再填写一次。
notice-form-again = 重新打开页面
notice-signed-out-title = 您尚未登录
notice-signed-out-lead = 登录未完成。
notice-cookies-lead = 浏览器没有保存登录 Cookie。请允许此地址使用 Cookie，然后重试。
