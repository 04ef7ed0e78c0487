# May this application have what it asks for? $name is the application.
consent-document-title = 允许 { $name }
consent-title = { $name } 请求访问权限
consent-lead = 在您或管理员收回之前，它可以执行这里列出的操作。
signed-in-as = 当前登录账号
consent-account = 您的账号
consent-your-organizations = 您的组织
consent-organizations = 它可以在其中工作的组织
consent-organizations-hint = 它只能看到您勾选的组织。
consent-allow = 允许
consent-deny = 拒绝
consent-return = 您将返回 { $host }。请只允许您信任的应用。
consent-device = 您正在登录一台设备。请只允许您信任的应用。
consent-nothing-new = 它没有请求新的权限。您之前允许的内容仍然有效。
consent-nothing-open = 它请求的内容属于它不能在其中工作的组织。允许不会增加任何权限。您之前允许的内容仍然有效。
consent-out-of-date = 表单已过期。请重新决定。
consent-undecided = 请选择允许或拒绝。
consent-left = 您已不再是所选某个组织的成员。请重新选择。
scope-openid = 识别您的账号
scope-offline-access = 在您离开时保持登录
scope-profile = 查看您的姓名、用户名和头像
scope-email = 查看您的电子邮箱
scope-phone = 查看您的手机号码
scope-address = 查看您的通讯地址
scope-custom-data = 查看保存的其他个人数据
scope-identities = 查看您关联的账号
scope-roles = 查看您的角色
scope-organizations = 查看您所属的组织
scope-organization-roles = 查看您在组织中的角色
scope-sessions = 查看和结束您的会话

# The end of a session.
sign-out-title = 要退出登录吗？
sign-out-lead = 您将退出 { $name } 以及在此浏览器中用此账号打开的所有应用。
sign-out-stay = 保持登录
sign-out-button = 退出登录
signed-out-title = 已退出登录
signed-out-lead = 您已成功退出登录。
taking-you-back = 正在返回应用…

# Pages that only say something.
unknown-session-title = 此次登录已结束
unknown-session-lead = 它已过期、已在其他标签页中完成，或此页面是从书签打开的。请返回应用并从那里登录。
not-found-title = 没有这个页面
not-found-lead = 地址可能有误，或页面已移动。
failed-title = 操作未成功
failed-title-forbidden = 不允许此操作
failed-title-server = 我们这边出了问题
failed-lead = 请返回应用，重新开始。
failed-lead-server = 您的请求未完成。请重试；如果再次发生，请告知此服务器的运营者。
details = 给开发者的详细信息
details-status = 状态
details-code = 代码
details-description = 说明
