# What is around the pages of the account center. $name is who is signed in.
account-title = 您的帳戶
account-skip = 跳到內容
account-menu = { $name } 的帳戶
account-other = 使用其他帳戶
account-sign-out = 登出
account-save = 儲存變更
account-cancel = 取消
account-remove = 移除
account-none = 未設定
account-profile = 個人資料
account-security = 安全性
account-off-title = 這裡沒有帳戶頁面
account-off-lead = 此伺服器的營運者沒有開放。您可以在所使用的應用程式中查看帳戶資訊。
account-closed-title = 此處無法變更
account-closed-lead = 此伺服器的營運者沒有開放帳戶的這個部分。請聯絡他們為您變更。

# Who somebody is.
account-profile-lead = 您的身分資訊與聯絡方式。
account-details = 個人資訊
account-picture = 相片
account-picture-choose = 請選擇一張相片。
account-picture-upload = 上傳相片
account-picture-hint = PNG、JPEG、GIF 或 WebP，最大 { $size } MB。
account-picture-remove = 移除相片
account-picture-type = 這不是可以顯示的圖片。請選擇 PNG、JPEG、GIF 或 WebP 檔案。
account-picture-large = 圖片太大。請選擇不超過 { $size } MB 的圖片。
account-picture-full = 目前無法儲存更多圖片。請明天再試。
account-name = 姓名
account-username-hint = 您可以用它登入。可使用字母 a 到 z、數字和底線。
account-nickname = 暱稱
account-website = 網站
account-birthdate = 出生日期
account-preferred-taken = 這是其他人的使用者名稱。請換一個名稱。
account-language = 語言
account-language-lead = 這些頁面所使用的語言。
account-language-browser = 依瀏覽器設定

# How somebody is reached. $address is where.
account-contact = 聯絡方式
account-contact-lead = 驗證碼和帳戶相關訊息會傳送到這裡。
account-change-email = 變更電子郵件地址
account-add-email = 新增電子郵件地址
account-remove-email = 移除電子郵件地址
account-change-phone = 變更電話號碼
account-add-phone = 新增電話號碼
account-remove-phone = 移除電話號碼
account-new-email = 新的電子郵件地址
account-new-phone = 新的電話號碼
account-present = 目前：
account-removed-address = 您將無法再用 { $address } 登入或接收驗證碼。
account-needed = 這裡的每個帳戶都需要它，因此可以變更但不能移除。
account-last-method = 這是唯一剩下的登入方式。請先新增其他方式。
account-username-often = 您剛才多次更改使用者名稱。請明天再試。

# Accounts elsewhere. $provider is where.
account-linked = 連結的帳戶
account-linked-lead = 您可以用它們登入。
account-not-linked = 未連結
account-single-sign-on = 單一登入
account-link = 連結
account-link-to = 連結 { $provider } 帳戶
account-unlink = 解除連結
account-unlink-from = 解除連結您的 { $provider } 帳戶
account-unlinked-consequence = 您將無法再用 { $provider } 登入。
account-link-taken = 此 { $provider } 帳戶已與這裡其他人的帳戶連結。請先在那裡解除連結。
account-link-exists = 已連結一個 { $provider } 帳戶。請先解除連結。
account-link-failed = 與 { $provider } 連結失敗。沒有任何變更，請重試。

# How somebody signs in.
account-security-lead = 您如何登入並證明是您本人。
account-password-set = 已設定密碼
account-password-set-hint = 變更密碼會使您在所有地方登出。
account-password-unset = 沒有密碼
account-password-unset-hint = 有了密碼，不需驗證碼即可登入。
account-set-password = 設定密碼
account-change-password = 變更密碼
account-change-password-lead = 您將在所有地方（包括這裡）登出，並用新密碼登入。
account-password-changed = 密碼已變更

# Proving once more who one is.
account-verify = 確認是您本人
account-verify-lead = 接下來的操作會變更您的登入方式。每十分鐘只詢問一次。
account-verify-email = 使用電子郵件驗證碼
account-verify-phone = 使用簡訊驗證碼
account-verify-password = 使用密碼
account-verify-sign-in = 您的帳戶既沒有密碼，也沒有可接收驗證碼的地址。請再次登入以繼續。
account-verify-factor = 您登入時沒有經過第二步驗證。請通過第二步再次登入以繼續。
account-sign-in-again = 再次登入
account-wrong-password = 密碼不正確。

# What was done.
account-done-saved = 您的變更已儲存。
account-done-picture = 相片已變更。
account-done-picture-removed = 相片已移除。
account-done-email = 電子郵件地址已變更。
account-done-email-removed = 電子郵件地址已移除。
account-done-phone = 電話號碼已變更。
account-done-phone-removed = 電話號碼已移除。
account-done-password = 密碼已設定。
account-done-linked = 帳戶已連結。
account-done-unlinked = 帳戶已解除連結。
