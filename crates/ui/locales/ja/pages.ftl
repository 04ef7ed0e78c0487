# What several pages say.
continue = 続ける
back-to-sign-in = サインインに戻る
change = 変更
skip = 今はしない
optional = 任意
choose-option = 選択してください
foot-terms = 利用規約
foot-privacy = プライバシーポリシー
foot-help = ヘルプ
show-password = パスワードを表示
hide-password = パスワードを隠す
copy = コピー
copied = クリップボードにコピーしました。
copy-refused = ブラウザーがコピーを許可しませんでした。テキストを選択してコピーしてください。

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = ユーザー名
label-email = メールアドレス
label-phone = 電話番号
label-username-or-email = ユーザー名またはメールアドレス
label-username-or-phone = ユーザー名または電話番号
label-email-or-phone = メールアドレスまたは電話番号
label-any-identifier = ユーザー名、メールアドレス、または電話番号
missing-username = ユーザー名を入力してください。
missing-email = メールアドレスを入力してください。
missing-phone = 電話番号を入力してください。
missing-username-or-email = ユーザー名またはメールアドレスを入力してください。
missing-username-or-phone = ユーザー名または電話番号を入力してください。
missing-email-or-phone = メールアドレスまたは電話番号を入力してください。
missing-any-identifier = ユーザー名、メールアドレス、または電話番号を入力してください。
phone-hint = +81 や +1 などの国番号を付けてください。
label-password = パスワード
missing-password = パスワードを入力してください。

# Signing in. $name is the application.
sign-in-title = { $name } にサインイン
sign-in-button = サインイン
sign-in-new-here = { $name } は初めてですか?
sign-in-create = アカウントを作成
sign-in-forgot = パスワードをお忘れですか?
password-title = パスワードを入力
use-code = 代わりにコードを使う
use-password = 代わりにパスワードを使う
link-title = リンクでサインイン
link-lead = 開いたリンクは { $address } に送信されたものです。続けるとこのリンクでサインインします。

# Codes that are sent. $address is where to.
code-title-email = メールを確認してください
code-title-phone = メッセージを確認してください
code-lead = { $address } に6桁のコードを送信しました。
code-lead-maybe = { $address } がアカウントに登録されている場合、6桁のコードが届きます。
code-validity = { $minutes ->
   *[other] { $minutes } 分間有効です。
}
label-code = コード
missing-code = 6桁のコードを入力してください。
code-again = コードを再送信
code-sent-again = 新しいコードを送信しました。
code-wait = { $seconds ->
   *[other] { $seconds } 秒後に新しいコードを請求できます。
}
send-code = コードを送信
use-other-email = 別のメールアドレスを使う
use-other-phone = 別の電話番号を使う

# What a verified address leads to.
no-account-title = アカウントがまだありません
no-account-lead = { $address } のアカウントはありません。今すぐ作成しますか? コードをもう一度入力する必要はありません。
no-account-lead-uncoded = { $address } のアカウントはありません。今すぐ作成しますか?
account-exists-title = すでにアカウントがあります
account-exists-lead = { $address } はアカウントに登録されています。サインインしますか? コードをもう一度入力する必要はありません。

# Registration.
register-title = アカウントを作成
register-document-title = { $name } のアカウントを作成
register-lead = { $name } に進みます
register-button = アカウントを作成
register-have-account = すでにアカウントをお持ちですか?
missing-new-username = ユーザー名を決めてください。
missing-new-password = パスワードを決めてください。
username-rule = 半角英字、数字、アンダースコアが使えます。数字で始めることはできません。

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = アカウントを作成すると、{ $terms }と{ $privacy }に同意したことになります。
agree-terms = アカウントを作成すると、{ $terms }に同意したことになります。
agree-privacy = アカウントを作成すると、{ $privacy }に同意したことになります。
tick-both = { $terms }と{ $privacy }に同意します。
tick-terms = { $terms }に同意します。
tick-privacy = { $privacy }に同意します。
terms-of-use = 利用規約
privacy-policy = プライバシーポリシー
missing-agreement = 続ける前に、チェックを入れて同意してください。

# Passwords.
new-password-title = パスワードを決める
reset-password-title = 新しいパスワードを決める
label-new-password = 新しいパスワード
save-password = パスワードを保存
password-rule-length = { $min ->
   *[other] { $min } 文字以上。
}
password-rule-types = { $min } 文字以上で、小文字、大文字、数字、記号のうち { $types } 種類を含めてください。
forgot-title = パスワードの再設定
forgot-lead = コードを送信します。そのコードで新しいパスワードを設定できます。
password-changed = パスワードを変更しました。新しいパスワードでサインインしてください。

# What an account still lacks.
username-title = ユーザー名を決める
email-title = メールアドレスを追加
phone-title = 電話番号を追加
email-or-phone-title = メールアドレスまたは電話番号を追加
address-lead = ご本人のものであることを確認するため、コードを送信します。
profile-title = あと少しだけ入力してください
profile-lead = { $name } がアカウントの作成に必要としています。
missing-field = この項目を入力してください。
field-wrong = 求められている形式ではありません。
field-given-name = 名
field-middle-name = ミドルネーム
field-family-name = 姓
field-address-formatted = 住所
field-address-street = 番地
field-address-locality = 市区町村
field-address-region = 都道府県
field-address-postal-code = 郵便番号
field-address-country = 国
