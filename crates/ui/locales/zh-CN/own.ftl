# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = 第二步验证
own-factors-lead = 设置后，仅知道您密码的人无法进入。
own-passkeys = 通行密钥
own-passkeys-lead = 使用指纹、面容、屏幕锁或安全密钥登录。
own-no-passkeys = 还没有通行密钥。
own-add-passkey = 添加通行密钥
own-not-set-up = 未设置
own-set-up = 设置
own-set-up-named = 设置：{ $name }
own-replace = 替换
own-replace-named = 替换：{ $name }
own-codes-left = { $count ->
   *[other] 还剩 { $count } 个备用码
}
own-codes-first = 它们用于代替另一种第二步验证。请先设置一种。
own-new-codes = 获取新备用码
own-new-codes-consequence = 您现有的备用码将全部失效。
own-remove-named = 移除 { $name }
own-remove-question = 要移除 { $name } 吗？
own-remove-consequence = 您将无法再用它证明是您本人。
own-remove-last-consequence = 这是您最后一种第二步验证。备用码会一并移除，任何知道密码的人都能进入。
own-rename = 重命名
own-rename-named = 重命名 { $name }
own-label-name = 名称
own-passkey-name-hint = 便于日后辨认，例如“工作笔记本”。
own-missing-name = 请输入名称。
own-bad-name = 最多 { $max } 个字符，且必须可见。
own-passkey-failed = 浏览器未能创建通行密钥。请重试或换一台设备。
own-asked = 登录时的第二步验证
own-asked-on = 每次都会要求。
own-asked-off = 不会要求。
own-ask-start = 每次都要求
own-ask-stop = 不要求
own-added = 添加于：{ $date }
own-used = 上次使用：{ $when }
own-done-factor = 第二步验证已设置。
own-done-passkey = 通行密钥已添加。
own-done-removed = 已移除。

# Where somebody is signed in. $name is a browser on a device.
own-sessions = 会话和设备
own-sessions-lead = 您已登录的位置。请结束不认识的会话，然后更改密码。
own-session-here = 此浏览器
own-device = { $browser }（{ $system }）
own-device-unknown = 未知浏览器
own-last-active = 上次活动：{ $when }
own-end = 结束
own-end-named = 结束会话：{ $name }
own-end-question = 要结束此会话吗？
own-end-consequence = { $name } 以及在其中打开的所有应用都会退出登录。
own-end-others = 结束其他所有会话
own-end-others-question = 要结束其他所有会话吗？
own-end-others-consequence = 除此浏览器外，您将在所有位置退出登录，包括在那里打开的应用。
own-done-ended = 会话已结束。
own-done-ended-others = 其他所有会话已结束。

# What applications may do. $name is an application or an API.
own-applications = 已连接的应用
own-applications-lead = 您给予的许可在撤销前一直有效。
own-applications-none = 没有应用可以代您操作。
own-allowed = 许可于：{ $date }
own-permissions = { $name } 的权限
own-revoke = 撤销
own-revoke-named = 撤销对 { $name } 的许可
own-revoke-question = 要撤销对 { $name } 的许可吗？
own-revoke-consequence = 您将从中退出登录，在再次许可之前它无法代您操作。
own-done-revoked = 它已无法代您操作。

# Tokens of one's own.
own-tokens = 个人访问令牌
own-tokens-lead = 供代您操作的自有程序使用。请像密码一样保管。
own-tokens-none = 还没有令牌。
own-create-token = 创建令牌
own-token-name-hint = 用途，例如“备份脚本”。
own-token-expiry = 到期
own-token-never = 永不
own-token-days = { $count ->
   *[other] { $count } 天后
}
own-token-title = 请立即保存此令牌
own-token-shown = 仅显示这一次。如果丢失，请创建新的并删除此令牌。
own-token-saved = 我已保存
own-delete = 删除
own-delete-named = 删除 { $name }
own-delete-question = 要删除 { $name } 吗？
own-delete-token-consequence = 使用它的程序将无法再代您操作。
own-token-taken = 您已有同名令牌。请换一个名称。
own-token-many = 令牌数量已达上限。请先删除一个。
own-ends = 到期：{ $date }
own-ended = 已过期
own-done-token-deleted = 令牌已删除。

# Where somebody belongs. $name is an organization.
own-organizations = 组织
own-organizations-lead = 您所属的组织以及收到的邀请。
own-organizations-none = 您不属于任何组织。
own-invitations = 邀请
own-invited-by = 邀请人：{ $name }
own-accept = 接受
own-accept-named = 接受 { $name } 的邀请
own-decline = 拒绝
own-decline-named = 拒绝 { $name } 的邀请
own-leave = 退出
own-leave-named = 退出 { $name }
own-leave-question = 要退出 { $name } 吗？
own-leave-consequence = 您将立即失去在那里的角色和访问权限，只有再次受邀才能返回。
own-last-administrator = 没有其他人能管理 { $name }。请先将该角色授予其中某人。
own-invitation-gone = 此邀请已不存在。
own-done-joined = 您现已加入该组织。
own-done-declined = 已拒绝邀请。
own-done-left = 您已退出该组织。

# Taking everything along, and the end. $text is what is typed.
own-data = 您的数据
own-data-lead = 导出保存的有关您的数据，或删除账户。
own-export = 下载您的数据
own-export-lead = 将保存的有关您的一切汇成一个 JSON 文件，不含密码和其他机密。
own-export-often = 您刚才下载过于频繁。请一小时后再试。
own-delete-account = 删除账户
own-delete-account-lead = 立即且永久删除。
own-delete-account-question = 要删除您的账户吗？
own-delete-everything = 您的资料、会话、第二步验证和令牌都会被删除，任何人都无法恢复。
own-delete-memberships = 您将退出所有所属组织，所有应用都会失去您的账户。
own-delete-type = 请输入 { $text } 以确认
own-delete-mistyped = 请准确输入：{ $text }
own-deleted-title = 您的账户已删除
own-deleted-lead = 您已在所有位置退出登录。可以关闭此页面。

# Moments.
own-now = 刚刚
own-minutes = { $count ->
   *[other] { $count } 分钟前
}
own-hours = { $count ->
   *[other] { $count } 小时前
}
own-days = { $count ->
   *[other] { $count } 天前
}
own-date = { $year }年{ $month }月{ $day }日
