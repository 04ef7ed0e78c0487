# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] このブラウザーを { $days } 日間信頼する
}
trust-device-hint = その間、ここでは 2 段階目の確認を求められません。共用のコンピューターでは選ばないでください。
scope-trusted-devices = 信頼済みブラウザーを見る、信頼を取り消す
own-trusted = 信頼済みブラウザー
own-trusted-lead = これらでは 2 段階目の確認を求められません。
own-trusted-none = 信頼済みのブラウザーはありません。
own-trusted-stop = 信頼を取り消す
own-trusted-stop-named = 信頼を取り消す: { $name }
own-trusted-question = このブラウザーの信頼を取り消しますか？
own-trusted-consequence = 次に { $name } でサインインするとき、2 段階目の確認を再び求められます。そこでのセッションは続きます。
own-done-untrusted = ブラウザーの信頼を取り消しました。
