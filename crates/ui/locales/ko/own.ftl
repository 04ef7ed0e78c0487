# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = 2단계 인증 수단
own-factors-lead = 설정해 두면 비밀번호만 아는 사람은 들어올 수 없습니다.
own-passkeys = 패스키
own-passkeys-lead = 지문, 얼굴, 화면 잠금 또는 보안 키로 로그인합니다.
own-no-passkeys = 아직 패스키가 없습니다.
own-add-passkey = 패스키 추가
own-not-set-up = 설정되지 않음
own-set-up = 설정
own-set-up-named = 설정: { $name }
own-replace = 교체
own-replace-named = 교체: { $name }
own-codes-left = { $count ->
   *[other] 코드 { $count }개 남음
}
own-codes-first = 다른 2단계 인증 수단을 대신합니다. 먼저 하나를 설정하세요.
own-new-codes = 새 코드 받기
own-new-codes-consequence = 지금 가지고 있는 코드는 더 이상 쓸 수 없습니다.
own-remove-named = { $name } 삭제
own-remove-question = { $name }을(를) 삭제할까요?
own-remove-consequence = 더 이상 이것으로 본인임을 확인할 수 없습니다.
own-remove-last-consequence = 마지막 2단계 인증 수단입니다. 백업 코드도 함께 사라지고, 비밀번호를 아는 사람은 누구나 들어올 수 있습니다.
own-rename = 이름 변경
own-rename-named = { $name } 이름 변경
own-label-name = 이름
own-passkey-name-hint = 나중에 알아볼 수 있게 적습니다. 예: “업무용 노트북”
own-missing-name = 이름을 입력하세요.
own-bad-name = { $max }자 이내로, 보이는 글자만 사용하세요.
own-passkey-failed = 브라우저가 패스키를 만들지 못했습니다. 다시 시도하거나 다른 기기를 사용하세요.
own-asked = 로그인 시 2단계 인증
own-asked-on = 매번 요청됩니다.
own-asked-off = 요청되지 않습니다.
own-ask-start = 매번 요청
own-ask-stop = 요청 안 함
own-added = 추가: { $date }
own-used = 마지막 사용: { $when }
own-done-factor = 2단계 인증 수단이 설정되었습니다.
own-done-passkey = 패스키가 추가되었습니다.
own-done-removed = 삭제되었습니다.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = 세션 및 기기
own-sessions-lead = 로그인되어 있는 곳입니다. 모르는 것은 종료한 다음 비밀번호를 바꾸세요.
own-session-here = 이 브라우저
own-device = { $browser }({ $system })
own-device-unknown = 알 수 없는 브라우저
own-last-active = 마지막 활동: { $when }
own-end = 종료
own-end-named = 세션 종료: { $name }
own-end-question = 이 세션을 종료할까요?
own-end-consequence = { $name }와(과) 거기서 연 모든 애플리케이션에서 로그아웃됩니다.
own-end-others = 다른 모든 세션 종료
own-end-others-question = 다른 모든 세션을 종료할까요?
own-end-others-consequence = 이 브라우저를 제외한 모든 곳과 거기서 연 애플리케이션에서 로그아웃됩니다.
own-done-ended = 세션이 종료되었습니다.
own-done-ended-others = 다른 모든 세션이 종료되었습니다.

# What applications may do. $name is an application or an API.
own-applications = 연결된 애플리케이션
own-applications-lead = 허용한 내용은 철회할 때까지 유지됩니다.
own-applications-none = 대신 작업할 수 있는 애플리케이션이 없습니다.
own-allowed = 허용: { $date }
own-permissions = { $name }의 권한
own-revoke = 철회
own-revoke-named = { $name }의 허용 철회
own-revoke-question = { $name }의 허용을 철회할까요?
own-revoke-consequence = 거기서 로그아웃되며, 다시 허용할 때까지 대신 아무것도 할 수 없습니다.
own-done-revoked = 더 이상 대신 아무것도 할 수 없습니다.

# Tokens of one's own.
own-tokens = 개인 액세스 토큰
own-tokens-lead = 대신 작업하는 내 프로그램용입니다. 비밀번호처럼 보관하세요.
own-tokens-none = 아직 토큰이 없습니다.
own-create-token = 토큰 만들기
own-token-name-hint = 용도를 적습니다. 예: “백업 스크립트”
own-token-expiry = 만료
own-token-never = 없음
own-token-days = { $count ->
   *[other] { $count }일 후
}
own-token-title = 이 토큰을 지금 저장하세요
own-token-shown = 이번 한 번만 표시됩니다. 잃어버리면 다른 토큰을 만들고 이것은 삭제하세요.
own-token-saved = 저장했습니다
own-delete = 삭제
own-delete-named = { $name } 삭제
own-delete-question = { $name }을(를) 삭제할까요?
own-delete-token-consequence = 이를 사용하는 프로그램은 더 이상 대신 작업할 수 없습니다.
own-token-taken = 이 이름의 토큰이 이미 있습니다. 다른 이름을 고르세요.
own-token-many = 토큰 수가 최대입니다. 먼저 하나를 삭제하세요.
own-ends = 만료: { $date }
own-ended = 만료됨
own-done-token-deleted = 토큰이 삭제되었습니다.

# Where somebody belongs. $name is an organization.
own-organizations = 조직
own-organizations-lead = 속한 조직과 초대받은 조직입니다.
own-organizations-none = 속한 조직이 없습니다.
own-invitations = 초대
own-invited-by = { $name } 님의 초대
own-accept = 수락
own-accept-named = { $name } 초대 수락
own-decline = 거절
own-decline-named = { $name } 초대 거절
own-leave = 나가기
own-leave-named = { $name }에서 나가기
own-leave-question = { $name }에서 나갈까요?
own-leave-consequence = 그곳의 역할과 접근 권한을 즉시 잃습니다. 초대를 받아야만 돌아올 수 있습니다.
own-last-administrator = { $name }을(를) 관리할 사람이 아무도 남지 않습니다. 먼저 그곳의 누군가에게 역할을 주세요.
own-invitation-gone = 이 초대는 더 이상 없습니다.
own-done-joined = 이제 조직에 속합니다.
own-done-declined = 초대를 거절했습니다.
own-done-left = 조직에서 나갔습니다.

# Taking everything along, and the end. $text is what is typed.
own-data = 내 데이터
own-data-lead = 보관된 정보를 가져가거나 계정을 삭제할 수 있습니다.
own-export = 데이터 다운로드
own-export-lead = 보관된 모든 정보를 JSON 파일 하나로 제공합니다. 비밀번호 등 비밀 정보는 제외됩니다.
own-export-often = 짧은 시간에 여러 번 다운로드했습니다. 한 시간 후에 다시 시도하세요.
own-delete-account = 계정 삭제
own-delete-account-lead = 즉시 영구적으로 삭제됩니다.
own-delete-account-question = 계정을 삭제할까요?
own-delete-everything = 프로필, 세션, 2단계 인증 수단, 토큰이 삭제됩니다. 누구도 되돌릴 수 없습니다.
own-delete-memberships = 속한 모든 조직에서 나가게 되고, 모든 애플리케이션에서 계정이 사라집니다.
own-delete-type = 확인하려면 { $text }을(를) 입력하세요
own-delete-mistyped = 정확히 입력하세요: { $text }
own-deleted-title = 계정이 삭제되었습니다
own-deleted-lead = 모든 곳에서 로그아웃되었습니다. 이 페이지를 닫아도 됩니다.

# Moments.
own-now = 방금
own-minutes = { $count ->
   *[other] { $count }분 전
}
own-hours = { $count ->
   *[other] { $count }시간 전
}
own-days = { $count ->
   *[other] { $count }일 전
}
own-date = { $year }년 { $month }월 { $day }일
