# What is wrong, and what to do.
form-out-of-date = フォームの期限が切れていました。もう一度入力してください。
error-general = うまくいきませんでした。もう一度お試しください。繰り返す場合は、「{ $code }」と伝えてサポートを求めてください。
error-start-again = この手順は終了しています。最初からやり直してください。
error-credentials-username = そのユーザー名とパスワードに一致するアカウントがありません。両方を確認して、もう一度お試しください。
error-credentials = アカウントとパスワードが一致しません。両方を確認して、もう一度お試しください。
error-locked = { $minutes ->
   *[other] 失敗した回数が多すぎます。{ $minutes } 分後にもう一度お試しください。
}
error-suspended = このアカウントは停止されています。管理者に停止の解除を依頼してください。
error-account-gone = このアカウントはもう存在しません。別のアカウントでサインインするか、新しく作成してください。
error-method-off = この方法でのサインインは無効になっています。別の方法を試すか、管理者にお問い合わせください。
error-not-open = ここでは無効になっています。管理者にお問い合わせください。
error-username-taken = このユーザー名は使われています。別のものを選んでください。
error-email-taken = このメールアドレスは別のアカウントで使われています。別のものを使ってください。
error-phone-taken = この電話番号は別のアカウントで使われています。別のものを使ってください。
error-username-form = ユーザー名として使えません。
error-username-length = ユーザー名は { $min } 文字から { $max } 文字までです。
error-username-uppercase = 大文字は使えません。
error-username-lowercase = 小文字は使えません。
error-username-number = 数字は使えません。
error-username-underscore = アンダースコアは使えません。
error-email-form = メールアドレスではありません。入力の誤りがないか確認してください。
error-phone-form = 電話番号ではありません。+81 3 1234 5678 のように国番号を付けて入力してください。
error-email-refused = このメールアドレスはここでは使えません。別のものを使ってください。
error-password-expired = このパスワードは期限切れです。管理者に新しいパスワードの設定を依頼してください。
error-password-expired-reset = このパスワードは期限切れです。「パスワードをお忘れですか?」から新しいパスワードを設定してください。
error-same-password = 現在のパスワードと同じです。別のものを選んでください。
password-too-short = { $min ->
   *[other] { $min } 文字以上にしてください。
}
password-too-long = { $max ->
   *[other] { $max } 文字以下にしてください。
}
password-character-types = 小文字、大文字、数字、記号のうち { $min } 種類以上を組み合わせてください。
password-unsupported = 改行などの制御文字は使えません。
password-repetition = 同じ文字の繰り返しを減らしてください。
password-sequence = 1234 や qwerty のような並びは使わないでください。
password-user-info = ユーザー名など、あなたについて知られている情報は使わないでください。
password-words = ここでは許可されていない語が含まれています。
password-other = 別のパスワードを選んでください。
error-code-wrong = コードが正しくありません。確認してもう一度お試しください。
error-code-expired = コードの有効期限が切れています。新しいコードを請求してください。
error-code-used = このコードはもう使えません。新しいコードを請求してください。
error-code-tries = このコードの試行回数が多すぎます。新しいコードを請求してください。
error-code-limit = この宛先にはすでに何度かコードを送信しました。数分待ってからもう一度請求してください。
error-code-not-sent = コードを送信できませんでした。後でもう一度試すか、別の方法を選んでください。
error-link-used = このリンクは期限切れか、すでに使われています。新しいリンクを請求してください。
error-link-other = このリンクは別の宛先に送信されたものです。
error-totp-wrong = コードが正しくありません。アプリのコードは30秒ごとに変わります。今表示されているものを入力してください。
error-totp-exists = アカウントにはすでに認証アプリが設定されています。それを使ってください。
error-passkeys-many = パスキーの数が上限です。先にアカウントで 1 つ削除してください。
error-backup-wrong = バックアップコードが正しくないか、すでに使われています。
error-passkey = パスキーが受け付けられませんでした。もう一度試すか、別の方法を使ってください。
error-no-factor = アカウントに必要な2段階目が、ここでは利用できません。管理者に相談してください。
no-single-sign-on = このサーバーにはシングルサインオンが設定されていません。ここでサインインしてください。
no-recovery = このサーバーではパスワードを再設定できません。管理者に新しいパスワードを依頼してから、ここでサインインしてください。
error-no-account = このアドレスのアカウントはなく、ここでは作成できません。別のものを使うか、管理者にお問い合わせください。
