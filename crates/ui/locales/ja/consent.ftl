# May this application have what it asks for? $name is the application.
consent-document-title = { $name } を許可
consent-title = { $name } がアクセスを求めています
consent-lead = あなたまたは管理者が取り消すまで、ここに記載されたことができるようになります。
signed-in-as = サインイン中のアカウント
consent-account = あなたのアカウント
consent-your-organizations = あなたの組織
consent-organizations = アプリが操作できる組織
consent-organizations-hint = チェックした組織だけがアプリに表示されます。
consent-allow = 許可
consent-deny = 拒否
consent-return = { $host } に戻ります。信頼できるアプリだけを許可してください。
consent-device = 端末でサインインしようとしています。信頼できるアプリだけを許可してください。
consent-nothing-new = 新しく求められているものはありません。以前に許可した内容はそのままです。
consent-nothing-open = 求められているのは、アプリが操作できない組織のものです。許可しても何も追加されません。以前に許可した内容はそのままです。
consent-out-of-date = フォームの期限が切れていました。もう一度決めてください。
consent-undecided = 許可するか拒否するかを選んでください。
consent-left = 選択した組織のメンバーではなくなっています。選び直してください。
scope-openid = アカウントを識別する
scope-offline-access = 不在の間もサインインを維持する
scope-profile = 名前、ユーザー名、写真を見る
scope-email = メールアドレスを見る
scope-phone = 電話番号を見る
scope-address = 住所を見る
scope-custom-data = あなたについて保存されているその他のデータを見る
scope-identities = 連携したアカウントを見る
scope-roles = ロールを見る
scope-organizations = 所属する組織を見る
scope-organization-roles = 組織でのロールを見る
scope-sessions = セッションを見る、終了する

# The end of a session.
sign-out-title = サインアウトしますか?
sign-out-lead = { $name } と、このブラウザーでこのアカウントを使って開いたすべてのアプリからサインアウトします。
sign-out-stay = サインインしたままにする
sign-out-button = サインアウト
signed-out-title = サインアウトしました
signed-out-lead = 正常にサインアウトしました。
taking-you-back = アプリに戻ります…

# Pages that only say something.
unknown-session-title = このサインインは終了しています
unknown-session-lead = 期限が切れたか、別のタブで完了したか、このページがブックマークから開かれました。アプリに戻って、そこからサインインしてください。
not-found-title = ページが見つかりません
not-found-lead = アドレスが間違っているか、ページが移動した可能性があります。
failed-title = うまくいきませんでした
failed-title-forbidden = 許可されていません
failed-title-server = サーバー側で問題が発生しました
failed-lead = アプリに戻って、最初からやり直してください。
failed-lead-server = リクエストは完了しませんでした。もう一度お試しください。繰り返す場合は、このサーバーの運営者に知らせてください。
details = 開発者向けの詳細
details-status = ステータス
details-code = コード
details-description = 説明
