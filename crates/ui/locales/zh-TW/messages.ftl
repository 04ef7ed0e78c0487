# What is wrong, and what to do.
form-out-of-date = 表單已過期。請重新填寫。
error-general = 操作未成功。請再試一次。如果再次發生，請尋求協助並提供「{ $code }」。
error-start-again = 此步驟已結束。請重新開始。
error-credentials-username = 沒有符合此使用者名稱和密碼的帳號。請檢查後再試一次。
error-credentials = 帳號與密碼不符。請檢查後再試一次。
error-locked = { $minutes ->
   *[other] 失敗次數過多。請在 { $minutes } 分鐘後再試一次。
}
error-suspended = 此帳號已停用。請聯絡管理員解除停用。
error-account-gone = 此帳號已不存在。請使用其他帳號登入，或建立新帳號。
error-method-off = 此登入方式在這裡未啟用。請嘗試其他方式或聯絡管理員。
error-not-open = 此功能在這裡未啟用。請聯絡管理員。
error-username-taken = 此使用者名稱已有人使用。請換一個。
error-email-taken = 此電子郵件地址屬於其他帳號。請換一個。
error-phone-taken = 此電話號碼屬於其他帳號。請換一個。
error-username-form = 這不能當作使用者名稱。
error-username-length = 使用者名稱須為 { $min } 到 { $max } 個字元。
error-username-uppercase = 請勿使用大寫字母。
error-username-lowercase = 請勿使用小寫字母。
error-username-number = 請勿使用數字。
error-username-underscore = 請勿使用底線。
error-email-form = 這不是電子郵件地址。請檢查是否輸入錯誤。
error-phone-form = 這不是電話號碼。請加上國碼，例如 +886 2 1234 5678。
error-email-refused = 此電子郵件地址無法在這裡使用。請換一個。
error-password-expired = 此密碼已過期。請聯絡管理員設定新密碼。
error-password-expired-reset = 此密碼已過期。請選擇「忘記密碼？」來設定新密碼。
error-same-password = 這就是您目前的密碼。請換一個。
password-too-short = { $min ->
   *[other] 請至少使用 { $min } 個字元。
}
password-too-long = { $max ->
   *[other] 請最多使用 { $max } 個字元。
}
password-character-types = 請至少混用小寫字母、大寫字母、數字和符號中的 { $min } 種。
password-unsupported = 請勿使用換行字元和其他控制字元。
password-repetition = 請減少重複的字元。
password-sequence = 請勿使用 1234 或 qwerty 這類連續字元。
password-user-info = 請勿使用您的使用者名稱或其他已知的個人資訊。
password-words = 此密碼包含這裡不允許的字詞。
password-other = 請換一個密碼。
error-code-wrong = 驗證碼不正確。請檢查後再試一次。
error-code-expired = 驗證碼已過期。請重新取得。
error-code-used = 此驗證碼已失效。請重新取得。
error-code-tries = 此驗證碼的嘗試次數過多。請重新取得。
error-code-limit = 已傳送多個驗證碼到此地址。請等待幾分鐘後再取得。
error-code-not-sent = 驗證碼傳送失敗。請稍後再試，或選擇其他方式。
error-link-used = 此連結已過期或已使用。請重新取得。
error-link-other = 此連結是寄給另一個地址的。
error-totp-wrong = 驗證碼不正確。應用程式每 30 秒顯示一個新的驗證碼；請輸入目前顯示的那個。
error-totp-exists = 您的帳號已有驗證器應用程式。請使用它。
error-passkeys-many = 通行密鑰數量已達上限。請先在您的帳號中移除一個。
error-backup-wrong = 備用碼不正確，或已使用。
error-passkey = 通行密鑰未被接受。請再試一次，或使用其他方式。
error-no-factor = 您的帳號需要第二步驟，但這裡無法進行。請向管理員尋求協助。
no-single-sign-on = 此伺服器未設定單一登入。請在這裡登入。
no-recovery = 此伺服器無法重設密碼。請向管理員索取新密碼，然後在這裡登入。
error-no-account = 沒有使用此地址的帳號，這裡也無法建立。請換一個，或聯絡管理員。
