refused-application-title = 此應用程式無法讓您在這裡登入
refused-application-lead = 它的請求與此伺服器所知的資訊不符。這與您的帳戶無關。請返回應用程式，並告知其營運者。
refused-ended-title = 此次登入已結束
refused-ended-lead = 可能耗時過長、已經完成，或是在其他瀏覽器中開始的。請返回應用程式並重新登入。
refused-sign-out-title = 登出未成功
refused-sign-out-lead = 請求不完整或已過期，您可能仍處於登入狀態。請在應用程式中再次登出。
