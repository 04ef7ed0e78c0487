# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = 第二步驗證
own-factors-lead = 設定後，僅知道您密碼的人無法進入。
own-passkeys = 通行密鑰
own-passkeys-lead = 使用指紋、臉部、螢幕鎖定或安全金鑰登入。
own-no-passkeys = 還沒有通行密鑰。
own-add-passkey = 新增通行密鑰
own-not-set-up = 未設定
own-set-up = 設定
own-set-up-named = 設定：{ $name }
own-replace = 取代
own-replace-named = 取代：{ $name }
own-codes-left = { $count ->
   *[other] 還剩 { $count } 組備用碼
}
own-codes-first = 它們用於代替另一種第二步驗證。請先設定一種。
own-new-codes = 取得新備用碼
own-new-codes-consequence = 您現有的備用碼將全部失效。
own-remove-named = 移除 { $name }
own-remove-question = 要移除 { $name } 嗎？
own-remove-consequence = 您將無法再用它證明是您本人。
own-remove-last-consequence = 這是您最後一種第二步驗證。備用碼會一併移除，任何知道密碼的人都能進入。
own-rename = 重新命名
own-rename-named = 重新命名 { $name }
own-label-name = 名稱
own-passkey-name-hint = 方便日後辨認，例如「工作筆電」。
own-missing-name = 請輸入名稱。
own-bad-name = 最多 { $max } 個字元，且必須可見。
own-passkey-failed = 瀏覽器未能建立通行密鑰。請重試或換一台裝置。
own-asked = 登入時的第二步驗證
own-asked-on = 每次都會要求。
own-asked-off = 不會要求。
own-ask-start = 每次都要求
own-ask-stop = 不要求
own-added = 新增於：{ $date }
own-used = 上次使用：{ $when }
own-done-factor = 第二步驗證已設定。
own-done-passkey = 通行密鑰已新增。
own-done-removed = 已移除。

# Where somebody is signed in. $name is a browser on a device.
own-sessions = 工作階段與裝置
own-sessions-lead = 您已登入的位置。請結束不認識的工作階段，然後變更密碼。
own-session-here = 此瀏覽器
own-device = { $browser }（{ $system }）
own-device-unknown = 未知的瀏覽器
own-last-active = 上次活動：{ $when }
own-end = 結束
own-end-named = 結束工作階段：{ $name }
own-end-question = 要結束此工作階段嗎？
own-end-consequence = { $name } 以及在其中開啟的所有應用程式都會登出。
own-end-others = 結束其他所有工作階段
own-end-others-question = 要結束其他所有工作階段嗎？
own-end-others-consequence = 除此瀏覽器外，您將在所有位置登出，包括在那裡開啟的應用程式。
own-done-ended = 工作階段已結束。
own-done-ended-others = 其他所有工作階段已結束。

# What applications may do. $name is an application or an API.
own-applications = 已連結的應用程式
own-applications-lead = 您給予的許可在撤銷前一直有效。
own-applications-none = 沒有應用程式可以代您操作。
own-allowed = 許可於：{ $date }
own-permissions = { $name } 的權限
own-revoke = 撤銷
own-revoke-named = 撤銷對 { $name } 的許可
own-revoke-question = 要撤銷對 { $name } 的許可嗎？
own-revoke-consequence = 您將從中登出，在再次許可之前它無法代您操作。
own-done-revoked = 它已無法代您操作。

# Tokens of one's own.
own-tokens = 個人存取權杖
own-tokens-lead = 供代您操作的自有程式使用。請像密碼一樣保管。
own-tokens-none = 還沒有權杖。
own-create-token = 建立權杖
own-token-name-hint = 用途，例如「備份指令碼」。
own-token-expiry = 到期
own-token-never = 永不
own-token-days = { $count ->
   *[other] { $count } 天後
}
own-token-title = 請立即儲存此權杖
own-token-shown = 僅顯示這一次。如果遺失，請建立新的並刪除此權杖。
own-token-saved = 我已儲存
own-delete = 刪除
own-delete-named = 刪除 { $name }
own-delete-question = 要刪除 { $name } 嗎？
own-delete-token-consequence = 使用它的程式將無法再代您操作。
own-token-taken = 您已有同名權杖。請換一個名稱。
own-token-many = 權杖數量已達上限。請先刪除一個。
own-ends = 到期：{ $date }
own-ended = 已過期
own-done-token-deleted = 權杖已刪除。

# Where somebody belongs. $name is an organization.
own-organizations = 組織
own-organizations-lead = 您所屬的組織以及收到的邀請。
own-organizations-none = 您不屬於任何組織。
own-invitations = 邀請
own-invited-by = 邀請人：{ $name }
own-accept = 接受
own-accept-named = 接受 { $name } 的邀請
own-decline = 拒絕
own-decline-named = 拒絕 { $name } 的邀請
own-leave = 退出
own-leave-named = 退出 { $name }
own-leave-question = 要退出 { $name } 嗎？
own-leave-consequence = 您將立即失去在那裡的角色與存取權，只有再次受邀才能返回。
own-last-administrator = 沒有其他人能管理 { $name }。請先將該角色授予其中某人。
own-invitation-gone = 此邀請已不存在。
own-done-joined = 您現已加入該組織。
own-done-declined = 已拒絕邀請。
own-done-left = 您已退出該組織。

# Taking everything along, and the end. $text is what is typed.
own-data = 您的資料
own-data-lead = 匯出保存的有關您的資料，或刪除帳戶。
own-export = 下載您的資料
own-export-lead = 將保存的有關您的一切匯成一個 JSON 檔案，不含密碼和其他機密。
own-export-often = 您剛才下載過於頻繁。請一小時後再試。
own-delete-account = 刪除帳戶
own-delete-account-lead = 立即且永久刪除。
own-delete-account-question = 要刪除您的帳戶嗎？
own-delete-everything = 您的資料、工作階段、第二步驟和權杖都會被刪除，任何人都無法復原。
own-delete-memberships = 您將退出所有所屬組織，所有應用程式都會失去您的帳戶。
own-delete-type = 請輸入 { $text } 以確認
own-delete-mistyped = 請準確輸入：{ $text }
own-deleted-title = 您的帳戶已刪除
own-deleted-lead = 您已在所有位置登出。可以關閉此頁面。

# Moments.
own-now = 剛剛
own-minutes = { $count ->
   *[other] { $count } 分鐘前
}
own-hours = { $count ->
   *[other] { $count } 小時前
}
own-days = { $count ->
   *[other] { $count } 天前
}
own-date = { $year }年{ $month }月{ $day }日
