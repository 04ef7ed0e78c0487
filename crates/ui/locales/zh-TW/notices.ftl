# Pages that only say something, for people who are signed in or were.
notice-again = 重試
notice-failed-lead = 請返回後重試。
notice-suspended-title = 您的帳戶已被停用
notice-suspended-lead = 在此伺服器的營運者重新啟用之前無法使用。
notice-form-title = 此表單已過期
notice-form-lead = 沒有任何變更。請重新開啟頁面並再填寫一次。
notice-form-again = 重新開啟頁面
notice-signed-out-title = 您尚未登入
notice-signed-out-lead = 登入未完成。
notice-cookies-lead = 瀏覽器沒有保存登入 Cookie。請允許此網址使用 Cookie，然後重試。
