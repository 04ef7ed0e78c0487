# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = 請先完成真人驗證，然後繼續。
captcha-failed = 真人驗證未成功。請再試一次。
captcha-needs-script = 此頁面會驗證您是真人，這需要 JavaScript。請在瀏覽器中啟用它，然後重新載入頁面。
captcha-unreachable = 無法載入真人驗證。請檢查瀏覽器中是否有內容封鎖了它，然後重新載入頁面。
error-captcha = 此伺服器會先驗證您是真人。請從登入頁面重新開始。
error-password-unchecked = 我們無法檢查此密碼是否已外洩。請稍後再試。
password-pwned = 此密碼在攻擊者最先嘗試的清單中。請另選一個。
terms-step-title = 繼續之前
terms-step-lead = { $name } 請您表示同意。
