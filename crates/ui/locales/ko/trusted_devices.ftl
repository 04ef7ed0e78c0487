# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] 이 브라우저를 { $days }일 동안 신뢰
}
trust-device-hint = 그때까지 이 브라우저에서는 2단계 확인을 요청하지 않습니다. 공용 컴퓨터에서는 선택하지 마세요.
scope-trusted-devices = 신뢰하는 브라우저 보기 및 신뢰 해제
own-trusted = 신뢰하는 브라우저
own-trusted-lead = 이 브라우저에서는 2단계 확인을 요청하지 않습니다.
own-trusted-none = 신뢰하는 브라우저가 없습니다.
own-trusted-stop = 신뢰 해제
own-trusted-stop-named = 신뢰 해제: { $name }
own-trusted-question = 이 브라우저의 신뢰를 해제할까요?
own-trusted-consequence = 다음에 { $name }에서 로그인할 때 2단계 확인을 다시 요청합니다. 그곳의 세션은 계속됩니다.
own-done-untrusted = 브라우저의 신뢰가 해제되었습니다.
