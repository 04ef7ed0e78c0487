# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
   *[other] 이 브라우저를 { $days }일 동안 신뢰
}
trust-device-hint = 그때까지 이 브라우저에서는 2단계 확인을 요청하지 않습니다. 공용 컴퓨터에서는 선택하지 마세요.
scope-trusted-devices = 신뢰하는 브라우저 보기 및 신뢰 해제
