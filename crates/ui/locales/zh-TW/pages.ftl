# What several pages say.
continue = 繼續
back-to-sign-in = 返回登入
change = 變更
skip = 暫時不要
optional = 選填
choose-option = 請選擇
foot-terms = 使用條款
foot-privacy = 隱私權政策
foot-help = 說明
show-password = 顯示密碼
hide-password = 隱藏密碼
copy = 複製
copied = 已複製到剪貼簿。
copy-refused = 瀏覽器不允許複製。請選取文字自行複製。

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = 使用者名稱
label-email = 電子郵件地址
label-phone = 電話號碼
label-username-or-email = 使用者名稱或電子郵件地址
label-username-or-phone = 使用者名稱或電話號碼
label-email-or-phone = 電子郵件地址或電話號碼
label-any-identifier = 使用者名稱、電子郵件地址或電話號碼
missing-username = 請輸入使用者名稱。
missing-email = 請輸入電子郵件地址。
missing-phone = 請輸入電話號碼。
missing-username-or-email = 請輸入使用者名稱或電子郵件地址。
missing-username-or-phone = 請輸入使用者名稱或電話號碼。
missing-email-or-phone = 請輸入電子郵件地址或電話號碼。
missing-any-identifier = 請輸入使用者名稱、電子郵件地址或電話號碼。
phone-hint = 請加上國碼，例如 +886 或 +1。
label-password = 密碼
missing-password = 請輸入密碼。

# Signing in. $name is the application.
sign-in-title = 登入 { $name }
sign-in-button = 登入
sign-in-new-here = 第一次使用 { $name }？
sign-in-create = 建立帳號
sign-in-forgot = 忘記密碼？
password-title = 輸入密碼
use-code = 改用驗證碼
use-password = 改用密碼
link-title = 用連結登入
link-lead = 您開啟的連結是寄給 { $address } 的。繼續即可用它登入。

# Codes that are sent. $address is where to.
code-title-email = 請查看電子郵件
code-title-phone = 請查看簡訊
code-lead = 我們已將六位數驗證碼傳送至 { $address }。
code-lead-maybe = 如果 { $address } 屬於某個帳號，六位數驗證碼正在傳送途中。
code-validity = { $minutes ->
   *[other] { $minutes } 分鐘內有效。
}
label-code = 驗證碼
missing-code = 請輸入六位數驗證碼。
code-again = 重新傳送驗證碼
code-sent-again = 新的驗證碼正在傳送途中。
code-wait = { $seconds ->
   *[other] { $seconds } 秒後可以重新取得驗證碼。
}
send-code = 傳送驗證碼
use-other-email = 使用其他電子郵件地址
use-other-phone = 使用其他電話號碼

# What a verified address leads to.
no-account-title = 還沒有帳號
no-account-lead = 這裡還沒有使用 { $address } 的帳號。要現在建立嗎？不需要再次輸入驗證碼。
no-account-lead-uncoded = 這裡還沒有使用 { $address } 的帳號。要現在建立嗎？
account-exists-title = 您已經有帳號
account-exists-lead = { $address } 屬於一個帳號。要登入嗎？不需要再次輸入驗證碼。

# Registration.
register-title = 建立帳號
register-document-title = 建立 { $name } 帳號
register-lead = 以繼續前往 { $name }
register-button = 建立帳號
register-have-account = 已經有帳號？
missing-new-username = 請設定使用者名稱。
missing-new-password = 請設定密碼。
username-rule = 可使用字母 a 到 z、數字和底線，不能以數字開頭。

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = 建立帳號即表示您同意{ $terms }和{ $privacy }。
agree-terms = 建立帳號即表示您同意{ $terms }。
agree-privacy = 建立帳號即表示您同意{ $privacy }。
tick-both = 我同意{ $terms }和{ $privacy }。
tick-terms = 我同意{ $terms }。
tick-privacy = 我同意{ $privacy }。
terms-of-use = 使用條款
privacy-policy = 隱私權政策
missing-agreement = 請先勾選同意，再繼續。

# Passwords.
new-password-title = 設定密碼
reset-password-title = 設定新密碼
label-new-password = 新密碼
save-password = 儲存密碼
password-rule-length = { $min ->
   *[other] 至少 { $min } 個字元。
}
password-rule-types = 至少 { $min } 個字元，並包含小寫字母、大寫字母、數字和符號中的 { $types } 種。
forgot-title = 重設密碼
forgot-lead = 我們會傳送驗證碼給您，您可用它設定新密碼。
password-changed = 密碼已變更。請用新密碼登入。

# What an account still lacks.
username-title = 設定使用者名稱
email-title = 新增電子郵件地址
phone-title = 新增電話號碼
email-or-phone-title = 新增電子郵件地址或電話號碼
address-lead = 我們會傳送驗證碼，以確認它屬於您。
profile-title = 還需要一些資料
profile-lead = { $name } 需要這些資料來完成您的帳號。
missing-field = 請填寫此欄位。
field-wrong = 內容不符合要求的格式。
field-given-name = 名字
field-middle-name = 中間名
field-family-name = 姓氏
field-address-formatted = 地址
field-address-street = 街道和門牌號碼
field-address-locality = 城市
field-address-region = 縣市或地區
field-address-postal-code = 郵遞區號
field-address-country = 國家
