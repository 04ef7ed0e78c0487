# Pages that only say something, for people who are signed in or were.
notice-again = もう一度試す
notice-failed-lead = 戻って、もう一度お試しください。
notice-suspended-title = アカウントは停止されています
notice-suspended-lead = このサーバーの運営者が再開するまで使えません。
notice-form-title = このフォームは古くなっていました
notice-form-lead = 何も変更されていません。ページを開き直して、もう一度入力してください。
notice-form-again = ページを開き直す
notice-signed-out-title = サインインしていません
notice-signed-out-lead = サインインが完了しませんでした。
notice-cookies-lead = ブラウザーがサインインの Cookie を保存しませんでした。このアドレスの Cookie を許可してから、もう一度お試しください。
