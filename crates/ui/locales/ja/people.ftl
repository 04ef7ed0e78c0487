# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = 人間であることの確認を済ませてから、先に進んでください。
captcha-failed = 人間であることの確認ができませんでした。もう一度お試しください。
captcha-needs-script = このページでは人間であることを確認しており、JavaScriptが必要です。ブラウザーで有効にしてから、ページを再読み込みしてください。
captcha-unreachable = 人間であることの確認を読み込めませんでした。ブラウザーで何かがブロックしていないか確かめてから、ページを再読み込みしてください。
error-captcha = このサーバーでは、まず人間であることを確認します。サインインページからやり直してください。
error-password-unchecked = このパスワードが漏えいしたものかどうかを確認できませんでした。しばらくしてからもう一度お試しください。
password-pwned = このパスワードは、攻撃者が最初に試すリストに載っています。別のものを選んでください。
terms-step-title = 先に進む前に
terms-step-lead = { $name }が同意を求めています。
