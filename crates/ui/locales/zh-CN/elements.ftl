# What only the elements for other applications say. $name is a member.
elements-close = 关闭
elements-unreachable = 无法连接服务器。请检查网络连接后重试。
elements-signed-out = 您已不再登录此组织。请重新登录以继续。
elements-loading = 正在加载…
elements-change-roles = 更改角色
elements-roles-of = { $name } 的角色
