# What several pages say.
continue = 계속
back-to-sign-in = 로그인으로 돌아가기
change = 변경
skip = 나중에
optional = 선택 사항
choose-option = 하나를 선택하세요
foot-terms = 이용약관
foot-privacy = 개인정보 처리방침
foot-help = 도움말
show-password = 비밀번호 표시
hide-password = 비밀번호 숨기기
copy = 복사
copied = 클립보드에 복사했습니다.
copy-refused = 브라우저가 복사를 허용하지 않았습니다. 텍스트를 선택해 직접 복사하세요.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = 사용자 이름
label-email = 이메일 주소
label-phone = 전화번호
label-username-or-email = 사용자 이름 또는 이메일 주소
label-username-or-phone = 사용자 이름 또는 전화번호
label-email-or-phone = 이메일 주소 또는 전화번호
label-any-identifier = 사용자 이름, 이메일 주소 또는 전화번호
missing-username = 사용자 이름을 입력하세요.
missing-email = 이메일 주소를 입력하세요.
missing-phone = 전화번호를 입력하세요.
missing-username-or-email = 사용자 이름 또는 이메일 주소를 입력하세요.
missing-username-or-phone = 사용자 이름 또는 전화번호를 입력하세요.
missing-email-or-phone = 이메일 주소 또는 전화번호를 입력하세요.
missing-any-identifier = 사용자 이름, 이메일 주소 또는 전화번호를 입력하세요.
phone-hint = +82, +1과 같은 국가 번호를 포함하세요.
label-password = 비밀번호
missing-password = 비밀번호를 입력하세요.

# Signing in. $name is the application.
sign-in-title = { $name }에 로그인
sign-in-button = 로그인
sign-in-new-here = { $name }이(가) 처음이신가요?
sign-in-create = 계정 만들기
sign-in-forgot = 비밀번호를 잊으셨나요?
password-title = 비밀번호 입력
use-code = 대신 코드 사용
use-password = 대신 비밀번호 사용
link-title = 링크로 로그인
link-lead = 여신 링크는 { $address }(으)로 보낸 것입니다. 계속하면 이 링크로 로그인합니다.

# Codes that are sent. $address is where to.
code-title-email = 이메일을 확인하세요
code-title-phone = 메시지를 확인하세요
code-lead = { $address }(으)로 6자리 코드를 보냈습니다.
code-lead-maybe = { $address }이(가) 계정에 등록되어 있다면 6자리 코드가 전송됩니다.
code-validity = { $minutes ->
   *[other] { $minutes }분 동안 유효합니다.
}
label-code = 코드
missing-code = 6자리 코드를 입력하세요.
code-again = 코드 다시 보내기
code-sent-again = 새 코드를 보냈습니다.
code-wait = { $seconds ->
   *[other] { $seconds }초 후에 새 코드를 요청할 수 있습니다.
}
send-code = 코드 보내기
use-other-email = 다른 이메일 주소 사용
use-other-phone = 다른 전화번호 사용

# What a verified address leads to.
no-account-title = 아직 계정이 없습니다
no-account-lead = { $address }(으)로 만든 계정이 없습니다. 지금 만드시겠습니까? 코드를 다시 입력하지 않아도 됩니다.
no-account-lead-uncoded = { $address }(으)로 만든 계정이 없습니다. 지금 만드시겠습니까?
account-exists-title = 이미 계정이 있습니다
account-exists-lead = { $address }은(는) 이미 계정에 등록되어 있습니다. 로그인하시겠습니까? 코드를 다시 입력하지 않아도 됩니다.

# Registration.
register-title = 계정 만들기
register-document-title = { $name } 계정 만들기
register-lead = { $name }(으)로 계속합니다
register-button = 계정 만들기
register-have-account = 이미 계정이 있으신가요?
missing-new-username = 사용자 이름을 정하세요.
missing-new-password = 비밀번호를 정하세요.
username-rule = 영문자, 숫자, 밑줄을 쓸 수 있습니다. 숫자로 시작할 수 없습니다.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = 계정을 만들면 { $terms } 및 { $privacy }에 동의하게 됩니다.
agree-terms = 계정을 만들면 { $terms }에 동의하게 됩니다.
agree-privacy = 계정을 만들면 { $privacy }에 동의하게 됩니다.
tick-both = { $terms } 및 { $privacy }에 동의합니다.
tick-terms = { $terms }에 동의합니다.
tick-privacy = { $privacy }에 동의합니다.
terms-of-use = 이용약관
privacy-policy = 개인정보 처리방침
missing-agreement = 계속하기 전에 확인란을 선택해 동의하세요.

# Passwords.
new-password-title = 비밀번호 정하기
reset-password-title = 새 비밀번호 정하기
label-new-password = 새 비밀번호
save-password = 비밀번호 저장
password-rule-length = { $min ->
   *[other] { $min }자 이상.
}
password-rule-types = { $min }자 이상이며 소문자, 대문자, 숫자, 기호 중 { $types }가지를 포함해야 합니다.
forgot-title = 비밀번호 재설정
forgot-lead = 코드를 보내 드립니다. 그 코드로 새 비밀번호를 정합니다.
password-changed = 비밀번호가 변경되었습니다. 새 비밀번호로 로그인하세요.

# What an account still lacks.
username-title = 사용자 이름 정하기
email-title = 이메일 주소 추가
phone-title = 전화번호 추가
email-or-phone-title = 이메일 주소 또는 전화번호 추가
address-lead = 본인의 것인지 확인하기 위해 코드를 보냅니다.
profile-title = 몇 가지만 더 입력해 주세요
profile-lead = { $name }에서 계정을 완성하는 데 필요합니다.
missing-field = 이 항목을 입력하세요.
field-wrong = 요청한 형식이 아닙니다.
field-given-name = 이름
field-middle-name = 중간 이름
field-family-name = 성
field-address-formatted = 주소
field-address-street = 도로명 및 번지
field-address-locality = 시/군/구
field-address-region = 시/도
field-address-postal-code = 우편번호
field-address-country = 국가
