# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = 2段階目の確認
own-factors-lead = 設定しておくと、パスワードだけを知る人は入れません。
own-passkeys = パスキー
own-passkeys-lead = 指紋、顔、画面ロック、セキュリティキーでサインインできます。
own-no-passkeys = パスキーはまだありません。
own-add-passkey = パスキーを追加
own-not-set-up = 未設定
own-set-up = 設定する
own-set-up-named = 設定する: { $name }
own-replace = 置き換える
own-replace-named = 置き換える: { $name }
own-codes-left = { $count ->
   *[other] 残り { $count } 個
}
own-codes-first = 別の 2段階目の代わりになります。先にそれを設定してください。
own-new-codes = 新しいコードを取得
own-new-codes-consequence = 今お持ちのコードは使えなくなります。
own-remove-named = { $name } を削除
own-remove-question = { $name } を削除しますか？
own-remove-consequence = これで本人確認ができなくなります。
own-remove-last-consequence = これは最後の 2段階目です。バックアップコードも消え、パスワードを知る人は誰でも入れるようになります。
own-rename = 名前を変更
own-rename-named = { $name } の名前を変更
own-label-name = 名前
own-passkey-name-hint = 後で見分けられる名前にします。例:「仕事用ノートPC」
own-missing-name = 名前を入力してください。
own-bad-name = { $max } 文字以内で、見える文字だけを使ってください。
own-passkey-failed = ブラウザーがパスキーを作成しませんでした。もう一度試すか、別のデバイスを使ってください。
own-asked = サインイン時の 2段階目
own-asked-on = 毎回求められます。
own-asked-off = 求められません。
own-ask-start = 毎回求める
own-ask-stop = 求めない
own-added = 追加: { $date }
own-used = 最終使用: { $when }
own-done-factor = 2段階目を設定しました。
own-done-passkey = パスキーを追加しました。
own-done-removed = 削除しました。

# Where somebody is signed in. $name is a browser on a device.
own-sessions = セッションとデバイス
own-sessions-lead = サインイン中の場所です。心当たりのないものを終了し、その後パスワードを変えてください。
own-session-here = このブラウザー
own-device = { $browser }（{ $system }）
own-device-unknown = 不明なブラウザー
own-last-active = 最終アクセス: { $when }
own-end = 終了
own-end-named = セッションを終了: { $name }
own-end-question = このセッションを終了しますか？
own-end-consequence = { $name } と、そこで開いたすべてのアプリケーションからサインアウトします。
own-end-others = 他のすべてのセッションを終了
own-end-others-question = 他のすべてのセッションを終了しますか？
own-end-others-consequence = このブラウザー以外のすべての場所と、そこで開いたアプリケーションからサインアウトします。
own-done-ended = セッションを終了しました。
own-done-ended-others = 他のすべてのセッションを終了しました。

# What applications may do. $name is an application or an API.
own-applications = 連携中のアプリケーション
own-applications-lead = 許可した内容は、取り消すまで続きます。
own-applications-none = 代わりに操作できるアプリケーションはありません。
own-allowed = 許可: { $date }
own-permissions = { $name } の権限
own-revoke = 取り消す
own-revoke-named = { $name } の許可を取り消す
own-revoke-question = { $name } の許可を取り消しますか？
own-revoke-consequence = そこからサインアウトし、再び許可するまで代わりに何もできなくなります。
own-done-revoked = 代わりに何もできなくなりました。

# Tokens of one's own.
own-tokens = 個人用アクセストークン
own-tokens-lead = 代わりに動く自分のプログラム用です。パスワードと同じように保管してください。
own-tokens-none = トークンはまだありません。
own-create-token = トークンを作成
own-token-name-hint = 用途を書きます。例：「バックアップ用スクリプト」
own-token-expiry = 期限
own-token-never = 無期限
own-token-days = { $count ->
   *[other] { $count } 日後
}
own-token-title = このトークンを今保存してください
own-token-shown = 表示されるのは今回だけです。失くしたら別のものを作り、これを削除してください。
own-token-saved = 保存しました
own-delete = 削除
own-delete-named = { $name } を削除
own-delete-question = { $name } を削除しますか？
own-delete-token-consequence = これを使うプログラムは代わりに動けなくなります。
own-token-taken = この名前のトークンがすでにあります。別の名前にしてください。
own-token-many = トークンの数が上限です。先に 1 つ削除してください。
own-ends = 期限: { $date }
own-ended = 期限切れ
own-done-token-deleted = トークンを削除しました。

# Where somebody belongs. $name is an organization.
own-organizations = 組織
own-organizations-lead = 所属している組織と、招待されている組織です。
own-organizations-none = どの組織にも所属していません。
own-invitations = 招待
own-invited-by = { $name } さんからの招待
own-accept = 承諾
own-accept-named = { $name } への招待を承諾
own-decline = 辞退
own-decline-named = { $name } への招待を辞退
own-leave = 脱退
own-leave-named = { $name } から脱退
own-leave-question = { $name } から脱退しますか？
own-leave-consequence = そこでのロールとアクセスをすぐに失います。戻るには招待が必要です。
own-last-administrator = 他に { $name } を管理できる人がいません。先に誰かにその役割を与えてください。
own-invitation-gone = この招待はもうありません。
own-done-joined = 組織に参加しました。
own-done-declined = 招待を辞退しました。
own-done-left = 組織から脱退しました。

# Taking everything along, and the end. $text is what is typed.
own-data = あなたのデータ
own-data-lead = 保存されている情報を持ち出すか、アカウントを削除できます。
own-export = データをダウンロード
own-export-lead = 保存されているすべての情報を 1 つの JSON ファイルにまとめます。パスワードなどの秘密は含みません。
own-export-often = 短時間に何度もダウンロードしています。1 時間後にもう一度試してください。
own-delete-account = アカウントを削除
own-delete-account-lead = すぐに、完全に削除されます。
own-delete-account-question = アカウントを削除しますか？
own-delete-everything = プロフィール、セッション、2段階目、トークンが削除されます。誰にも元に戻せません。
own-delete-memberships = 所属するすべての組織から抜け、どのアプリケーションからもアカウントがなくなります。
own-delete-type = 確認のため { $text } と入力してください
own-delete-mistyped = 正確に入力してください: { $text }
own-deleted-title = アカウントを削除しました
own-deleted-lead = すべての場所からサインアウトしました。このページを閉じてかまいません。

# Moments.
own-now = たった今
own-minutes = { $count ->
   *[other] { $count } 分前
}
own-hours = { $count ->
   *[other] { $count } 時間前
}
own-days = { $count ->
   *[other] { $count } 日前
}
own-date = { $year }年{ $month }月{ $day }日
