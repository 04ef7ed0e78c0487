# What is around the pages of the account center. $name is who is signed in.
account-title = アカウント
account-skip = 本文へ移動
account-menu = { $name } のアカウント
account-other = 別のアカウントを使う
account-sign-out = サインアウト
account-save = 変更を保存
account-cancel = キャンセル
account-remove = 削除
account-none = 未設定
account-profile = プロフィール
account-security = セキュリティ
account-off-title = ここにはアカウントのページがありません
account-off-lead = このサーバーの運営者が公開していません。アカウントの内容は、お使いのアプリケーションで確認できます。
account-closed-title = ここでは変更できません
account-closed-lead = このサーバーの運営者は、アカウントのこの部分を公開していません。変更を依頼してください。

# Who somebody is.
account-profile-lead = あなたの情報と連絡先です。
account-details = 個人情報
account-picture = 写真
account-picture-choose = 写真を選んでください。
account-picture-upload = 写真をアップロード
account-picture-hint = PNG、JPEG、GIF、WebP、最大 { $size } MB。
account-picture-remove = 写真を削除
account-picture-type = 表示できる画像ではありません。PNG、JPEG、GIF、WebP のファイルを選んでください。
account-picture-large = この画像は大きすぎます。{ $size } MB 以下のものを選んでください。
account-picture-full = 今はこれ以上画像を保存できません。明日もう一度お試しください。
account-name = 名前
account-username-hint = サインインに使えます。a～z の文字、数字、アンダースコアを使えます。
account-nickname = ニックネーム
account-website = ウェブサイト
account-birthdate = 生年月日
account-preferred-taken = 別の人のユーザー名です。別の名前を選んでください。
account-language = 言語
account-language-lead = これらのページの表示言語です。
account-language-browser = ブラウザーの設定に従う

# How somebody is reached. $address is where.
account-contact = 連絡先
account-contact-lead = アカウントに関するコードとメッセージが届きます。
account-change-email = メールアドレスを変更
account-add-email = メールアドレスを追加
account-remove-email = メールアドレスを削除
account-change-phone = 電話番号を変更
account-add-phone = 電話番号を追加
account-remove-phone = 電話番号を削除
account-new-email = 新しいメールアドレス
account-new-phone = 新しい電話番号
account-present = 現在：
account-removed-address = { $address } でのサインインと、コードの受け取りができなくなります。
account-needed = ここではどのアカウントにも必要なため、変更はできますが削除はできません。
account-last-method = サインインできる最後の方法です。先に別の方法を追加してください。
account-username-often = 短時間に何度もユーザー名を変更しています。明日もう一度試してください。

# Accounts elsewhere. $provider is where.
account-linked = 連携アカウント
account-linked-lead = これらでサインインできます。
account-not-linked = 未連携
account-single-sign-on = シングルサインオン
account-link = 連携する
account-link-to = { $provider } のアカウントを連携する
account-unlink = 連携を解除
account-unlink-from = { $provider } のアカウントの連携を解除
account-unlinked-consequence = { $provider } でサインインできなくなります。
account-link-taken = この { $provider } のアカウントは、ここで別の人のアカウントと連携されています。先にそちらで解除してください。
account-link-exists = { $provider } のアカウントはすでに連携されています。先に解除してください。
account-link-failed = { $provider } と連携できませんでした。何も変更されていません。もう一度お試しください。

# How somebody signs in.
account-security-lead = サインインと本人確認の方法です。
account-password-set = パスワードは設定済みです
account-password-set-hint = 変更すると、すべての場所でサインアウトします。
account-password-unset = パスワードがありません
account-password-unset-hint = 設定すると、コードなしでサインインできます。
account-set-password = パスワードを設定
account-change-password = パスワードを変更
account-change-password-lead = ここを含むすべての場所でサインアウトし、新しいパスワードでサインインします。
account-password-changed = パスワードを変更しました

# Proving once more who one is.
account-verify = ご本人であることの確認
account-verify-lead = 次の操作でサインインの方法が変わります。確認は 10 分に一度です。
account-verify-email = メールのコードを使う
account-verify-phone = SMS のコードを使う
account-verify-password = パスワードを使う
account-verify-sign-in = アカウントにパスワードもコードの送り先もありません。続けるには、もう一度サインインしてください。
account-verify-factor = 2 段階目の確認なしでサインインしています。続けるには、確認を含めてもう一度サインインしてください。
account-sign-in-again = もう一度サインイン
account-wrong-password = パスワードが正しくありません。

# What was done.
account-done-saved = 変更を保存しました。
account-done-picture = 写真を変更しました。
account-done-picture-removed = 写真を削除しました。
account-done-email = メールアドレスを変更しました。
account-done-email-removed = メールアドレスを削除しました。
account-done-phone = 電話番号を変更しました。
account-done-phone-removed = 電話番号を削除しました。
account-done-password = パスワードを設定しました。
account-done-linked = アカウントを連携しました。
account-done-unlinked = アカウントの連携を解除しました。
