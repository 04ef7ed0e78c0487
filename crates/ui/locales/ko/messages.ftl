# What is wrong, and what to do.
form-out-of-date = 양식이 만료되었습니다. 다시 입력하세요.
error-general = 작업이 완료되지 않았습니다. 다시 시도하세요. 계속되면 ‘{ $code }’을(를) 알려 도움을 요청하세요.
error-start-again = 이 단계는 이미 끝났습니다. 처음부터 다시 시작하세요.
error-credentials-username = 사용자 이름과 비밀번호가 일치하는 계정이 없습니다. 둘 다 확인하고 다시 시도하세요.
error-credentials = 계정과 비밀번호가 일치하지 않습니다. 둘 다 확인하고 다시 시도하세요.
error-locked = { $minutes ->
   *[other] 실패한 시도가 너무 많습니다. { $minutes }분 후에 다시 시도하세요.
}
error-suspended = 이 계정은 정지되었습니다. 관리자에게 정지 해제를 요청하세요.
error-account-gone = 이 계정은 더 이상 없습니다. 다른 계정으로 로그인하거나 새로 만드세요.
error-method-off = 이 로그인 방법은 꺼져 있습니다. 다른 방법을 시도하거나 관리자에게 문의하세요.
error-not-open = 여기서는 꺼져 있습니다. 관리자에게 문의하세요.
error-username-taken = 이미 사용 중인 사용자 이름입니다. 다른 이름을 선택하세요.
error-email-taken = 이 이메일 주소는 다른 계정에 등록되어 있습니다. 다른 주소를 사용하세요.
error-phone-taken = 이 전화번호는 다른 계정에 등록되어 있습니다. 다른 번호를 사용하세요.
error-username-form = 사용자 이름으로 쓸 수 없습니다.
error-username-length = 사용자 이름은 { $min }자에서 { $max }자까지입니다.
error-username-uppercase = 대문자를 빼세요.
error-username-lowercase = 소문자를 빼세요.
error-username-number = 숫자를 빼세요.
error-username-underscore = 밑줄을 빼세요.
error-email-form = 이메일 주소가 아닙니다. 오타가 없는지 확인하세요.
error-phone-form = 전화번호가 아닙니다. +82 2 1234 5678처럼 국가 번호를 포함해 입력하세요.
error-email-refused = 이 이메일 주소는 여기서 쓸 수 없습니다. 다른 주소를 사용하세요.
error-password-expired = 비밀번호가 만료되었습니다. 관리자에게 새 비밀번호 설정을 요청하세요.
error-password-expired-reset = 비밀번호가 만료되었습니다. ‘비밀번호를 잊으셨나요?’를 선택해 새로 설정하세요.
error-same-password = 현재 비밀번호와 같습니다. 다른 비밀번호를 선택하세요.
password-too-short = { $min ->
   *[other] { $min }자 이상 사용하세요.
}
password-too-long = { $max ->
   *[other] { $max }자 이하로 사용하세요.
}
password-character-types = 소문자, 대문자, 숫자, 기호 중 { $min }가지 이상을 섞으세요.
password-unsupported = 줄바꿈과 기타 제어 문자를 빼세요.
password-repetition = 같은 문자를 덜 반복하세요.
password-sequence = 1234나 qwerty 같은 연속된 문자를 빼세요.
password-user-info = 사용자 이름 등 본인에 대해 알려진 정보를 빼세요.
password-words = 여기서 허용되지 않는 단어가 들어 있습니다.
password-other = 다른 비밀번호를 선택하세요.
error-code-wrong = 코드가 올바르지 않습니다. 확인하고 다시 시도하세요.
error-code-expired = 코드가 만료되었습니다. 새 코드를 요청하세요.
error-code-used = 더 이상 쓸 수 없는 코드입니다. 새 코드를 요청하세요.
error-code-tries = 이 코드로 시도한 횟수가 너무 많습니다. 새 코드를 요청하세요.
error-code-limit = 이 주소로 이미 여러 번 코드를 보냈습니다. 몇 분 기다린 다음 다시 요청하세요.
error-code-not-sent = 코드를 보낼 수 없습니다. 나중에 다시 시도하거나 다른 방법을 선택하세요.
error-link-used = 링크가 만료되었거나 이미 사용되었습니다. 새 링크를 요청하세요.
error-link-other = 이 링크는 다른 주소로 보낸 것입니다.
error-totp-wrong = 코드가 올바르지 않습니다. 앱의 코드는 30초마다 바뀝니다. 지금 표시된 코드를 입력하세요.
error-totp-exists = 계정에 이미 인증 앱이 있습니다. 그 앱을 사용하세요.
error-passkeys-many = 패스키 수가 최대입니다. 먼저 계정에서 하나를 삭제하세요.
error-backup-wrong = 백업 코드가 올바르지 않거나 이미 사용되었습니다.
error-passkey = 패스키가 승인되지 않았습니다. 다시 시도하거나 다른 방법을 사용하세요.
error-no-factor = 계정에 필요한 2단계를 여기서 사용할 수 없습니다. 관리자에게 도움을 요청하세요.
no-single-sign-on = 이 서버에는 통합 로그인(SSO)이 설정되어 있지 않습니다. 여기서 로그인하세요.
no-recovery = 이 서버에서는 비밀번호를 재설정할 수 없습니다. 관리자에게 새 비밀번호를 요청한 다음 여기서 로그인하세요.
error-no-account = 이 주소로 된 계정이 없으며 여기서 만들 수도 없습니다. 다른 주소를 사용하거나 관리자에게 문의하세요.
