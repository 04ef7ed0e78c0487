# What is around the pages of the account center. $name is who is signed in.
account-title = 내 계정
account-skip = 본문으로 이동
account-menu = { $name }의 계정
account-other = 다른 계정 사용
account-sign-out = 로그아웃
account-save = 변경 사항 저장
account-cancel = 취소
account-remove = 삭제
account-none = 설정되지 않음
account-profile = 프로필
account-security = 보안
account-off-title = 여기에는 계정 페이지가 없습니다
account-off-lead = 이 서버의 운영자가 열지 않았습니다. 계정 정보는 사용하는 애플리케이션에서 볼 수 있습니다.
account-closed-title = 여기서는 변경할 수 없습니다
account-closed-lead = 이 서버의 운영자가 계정의 이 부분을 열지 않았습니다. 변경을 요청하세요.

# Who somebody is.
account-profile-lead = 나의 정보와 연락처입니다.
account-details = 개인 정보
account-picture = 사진
account-picture-choose = 사진을 선택하세요.
account-picture-upload = 사진 업로드
account-picture-hint = PNG, JPEG, GIF 또는 WebP, 최대 { $size } MB.
account-picture-remove = 사진 삭제
account-picture-type = 표시할 수 있는 이미지가 아닙니다. PNG, JPEG, GIF 또는 WebP 파일을 선택하세요.
account-picture-large = 이미지가 너무 큽니다. { $size } MB 이하의 이미지를 선택하세요.
account-picture-full = 지금은 이미지를 더 저장할 수 없습니다. 내일 다시 시도하세요.
account-name = 이름
account-username-hint = 이것으로 로그인할 수 있습니다. a~z 문자, 숫자, 밑줄을 쓸 수 있습니다.
account-nickname = 별명
account-website = 웹사이트
account-birthdate = 생년월일
account-preferred-taken = 다른 사람의 사용자 이름입니다. 다른 이름을 선택하세요.
account-language = 언어
account-language-lead = 이 페이지들이 표시되는 언어입니다.
account-language-browser = 브라우저 설정에 따름

# How somebody is reached. $address is where.
account-contact = 연락처
account-contact-lead = 계정에 관한 코드와 메시지가 그곳으로 전송됩니다.
account-change-email = 이메일 주소 변경
account-add-email = 이메일 주소 추가
account-remove-email = 이메일 주소 삭제
account-change-phone = 전화번호 변경
account-add-phone = 전화번호 추가
account-remove-phone = 전화번호 삭제
account-new-email = 새 이메일 주소
account-new-phone = 새 전화번호
account-present = 현재:
account-removed-address = 더 이상 { $address }(으)로 로그인하거나 코드를 받을 수 없습니다.
account-needed = 이곳의 모든 계정에 필요하므로 변경할 수는 있지만 삭제할 수는 없습니다.
account-last-method = 로그인할 수 있는 마지막 방법입니다. 먼저 다른 방법을 추가하세요.
account-username-often = 짧은 시간에 사용자 이름을 여러 번 변경했습니다. 내일 다시 시도하세요.

# Accounts elsewhere. $provider is where.
account-linked = 연결된 계정
account-linked-lead = 이 계정들로 로그인할 수 있습니다.
account-not-linked = 연결되지 않음
account-single-sign-on = 통합 로그인(SSO)
account-link = 연결
account-link-to = { $provider } 계정 연결
account-unlink = 연결 해제
account-unlink-from = { $provider } 계정 연결 해제
account-unlinked-consequence = 더 이상 { $provider }(으)로 로그인할 수 없습니다.
account-link-taken = 이 { $provider } 계정은 여기에서 다른 사람의 계정에 연결되어 있습니다. 먼저 그곳에서 연결을 해제하세요.
account-link-exists = { $provider } 계정이 이미 연결되어 있습니다. 먼저 연결을 해제하세요.
account-link-failed = { $provider } 연결에 실패했습니다. 아무것도 변경되지 않았습니다. 다시 시도하세요.

# How somebody signs in.
account-security-lead = 로그인하고 본인임을 증명하는 방법입니다.
account-password-set = 비밀번호가 설정되어 있습니다
account-password-set-hint = 변경하면 모든 곳에서 로그아웃됩니다.
account-password-unset = 비밀번호 없음
account-password-unset-hint = 비밀번호가 있으면 코드 없이 로그인할 수 있습니다.
account-set-password = 비밀번호 설정
account-change-password = 비밀번호 변경
account-change-password-lead = 이곳을 포함한 모든 곳에서 로그아웃되며 새 비밀번호로 로그인합니다.
account-password-changed = 비밀번호가 변경되었습니다

# Proving once more who one is.
account-verify = 본인임을 확인하세요
account-verify-lead = 다음 단계는 로그인 방법을 바꿉니다. 10분에 한 번 확인합니다.
account-verify-email = 이메일 코드 사용
account-verify-phone = 문자 메시지 코드 사용
account-verify-password = 비밀번호 사용
account-verify-sign-in = 계정에 비밀번호도 코드를 받을 주소도 없습니다. 계속하려면 한 번 더 로그인하세요.
account-verify-factor = 두 번째 단계 없이 로그인되었습니다. 계속하려면 두 번째 단계를 거쳐 한 번 더 로그인하세요.
account-sign-in-again = 다시 로그인
account-wrong-password = 비밀번호가 올바르지 않습니다.

# What was done.
account-done-saved = 변경 사항이 저장되었습니다.
account-done-picture = 사진이 변경되었습니다.
account-done-picture-removed = 사진이 삭제되었습니다.
account-done-email = 이메일 주소가 변경되었습니다.
account-done-email-removed = 이메일 주소가 삭제되었습니다.
account-done-phone = 전화번호가 변경되었습니다.
account-done-phone-removed = 전화번호가 삭제되었습니다.
account-done-password = 비밀번호가 설정되었습니다.
account-done-linked = 계정이 연결되었습니다.
account-done-unlinked = 계정 연결이 해제되었습니다.
