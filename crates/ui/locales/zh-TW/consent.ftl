# May this application have what it asks for? $name is the application.
consent-document-title = 允許 { $name }
consent-title = { $name } 要求存取權
consent-lead = 在您或管理員收回之前，它可以執行這裡列出的操作。
signed-in-as = 目前登入帳號
consent-account = 您的帳號
consent-your-organizations = 您的組織
consent-organizations = 它可以在其中運作的組織
consent-organizations-hint = 它只能看到您勾選的組織。
consent-allow = 允許
consent-deny = 拒絕
consent-return = 您將返回 { $host }。請只允許您信任的應用程式。
consent-device = 您正在登入一台裝置。請只允許您信任的應用程式。
consent-nothing-new = 它沒有要求新的權限。您之前允許的內容仍然有效。
consent-nothing-open = 它要求的內容屬於它不能在其中運作的組織。允許不會增加任何權限。您之前允許的內容仍然有效。
consent-out-of-date = 表單已過期。請重新決定。
consent-undecided = 請選擇允許或拒絕。
consent-left = 您已不再是所選某個組織的成員。請重新選擇。
scope-openid = 識別您的帳號
scope-offline-access = 在您離開時保持登入
scope-profile = 查看您的姓名、使用者名稱和圖片
scope-email = 查看您的電子郵件地址
scope-phone = 查看您的電話號碼
scope-address = 查看您的郵寄地址
scope-custom-data = 查看保存的其他個人資料
scope-identities = 查看您連結的帳號
scope-roles = 查看您的角色
scope-organizations = 查看您所屬的組織
scope-organization-roles = 查看您在組織中的角色
scope-sessions = 查看和結束您的工作階段

# The end of a session.
sign-out-title = 要登出嗎？
sign-out-lead = 您將登出 { $name } 以及在此瀏覽器中用此帳號開啟的所有應用程式。
sign-out-stay = 保持登入
sign-out-button = 登出
signed-out-title = 已登出
signed-out-lead = 您已成功登出。
taking-you-back = 正在返回應用程式…

# Pages that only say something.
unknown-session-title = 此次登入已結束
unknown-session-lead = 它已過期、已在其他分頁完成，或此頁面是從書籤開啟的。請返回應用程式並從那裡登入。
not-found-title = 沒有這個頁面
not-found-lead = 網址可能有誤，或頁面已移動。
failed-title = 操作未成功
failed-title-forbidden = 不允許此操作
failed-title-server = 我們這邊發生問題
failed-lead = 請返回應用程式，重新開始。
failed-lead-server = 您的要求未完成。請再試一次；如果再次發生，請告知此伺服器的營運者。
details = 給開發人員的詳細資訊
details-status = 狀態
details-code = 代碼
details-description = 說明
