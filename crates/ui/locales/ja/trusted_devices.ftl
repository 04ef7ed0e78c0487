# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] このブラウザーを { $days } 日間信頼する
}
trust-device-hint = その間、ここでは 2 段階目の確認を求められません。共用のコンピューターでは選ばないでください。
scope-trusted-devices = 信頼済みブラウザーを見る、信頼を取り消す
