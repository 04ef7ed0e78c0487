# What only the elements for other applications say. $name is a member.
elements-close = 關閉
elements-unreachable = 無法連線到伺服器。請檢查網路連線後重試。
elements-signed-out = 您已不再登入此組織。請重新登入以繼續。
elements-loading = 載入中…
elements-change-roles = 變更角色
elements-roles-of = { $name } 的角色
