# May this application have what it asks for? $name is the application.
consent-document-title = { $name } 허용
consent-title = { $name }에서 액세스를 요청합니다
consent-lead = 본인이나 관리자가 철회할 때까지 여기에 나열된 작업을 할 수 있습니다.
signed-in-as = 로그인한 계정
consent-account = 내 계정
consent-your-organizations = 내 조직
consent-organizations = 앱이 작업할 수 있는 조직
consent-organizations-hint = 앱은 선택한 조직만 볼 수 있습니다.
consent-allow = 허용
consent-deny = 거부
consent-return = { $host }(으)로 돌아갑니다. 신뢰하는 앱만 허용하세요.
consent-device = 기기에서 로그인하는 중입니다. 신뢰하는 앱만 허용하세요.
consent-nothing-new = 새로 요청하는 것이 없습니다. 이전에 허용한 내용은 그대로 유지됩니다.
consent-nothing-open = 요청한 내용은 앱이 작업할 수 없는 조직에 속합니다. 허용해도 추가되는 것이 없습니다. 이전에 허용한 내용은 그대로 유지됩니다.
consent-out-of-date = 양식이 만료되었습니다. 다시 결정하세요.
consent-undecided = 허용할지 거부할지 선택하세요.
consent-left = 선택한 조직의 구성원이 더 이상 아닙니다. 다시 선택하세요.
scope-openid = 계정 식별
scope-offline-access = 자리를 비운 동안 로그인 유지
scope-profile = 이름, 사용자 이름, 사진 보기
scope-email = 이메일 주소 보기
scope-phone = 전화번호 보기
scope-address = 우편 주소 보기
scope-custom-data = 나에 대해 저장된 기타 데이터 보기
scope-identities = 연결한 계정 보기
scope-roles = 내 역할 보기
scope-organizations = 소속된 조직 보기
scope-organization-roles = 조직에서의 역할 보기
scope-sessions = 세션 보기 및 종료

# The end of a session.
sign-out-title = 로그아웃하시겠습니까?
sign-out-lead = { $name } 및 이 브라우저에서 이 계정으로 연 모든 앱에서 로그아웃됩니다.
sign-out-stay = 로그인 유지
sign-out-button = 로그아웃
signed-out-title = 로그아웃됨
signed-out-lead = 로그아웃했습니다.
taking-you-back = 앱으로 돌아가는 중…

# Pages that only say something.
unknown-session-title = 이 로그인은 이미 끝났습니다
unknown-session-lead = 만료되었거나, 다른 탭에서 완료되었거나, 북마크에서 이 페이지를 열었습니다. 앱으로 돌아가 거기서 로그인하세요.
not-found-title = 페이지를 찾을 수 없습니다
not-found-lead = 주소를 잘못 입력했거나 페이지가 이동했을 수 있습니다.
failed-title = 작업이 완료되지 않았습니다
failed-title-forbidden = 허용되지 않은 작업입니다
failed-title-server = 서버에 문제가 발생했습니다
failed-lead = 앱으로 돌아가 처음부터 다시 시작하세요.
failed-lead-server = 요청이 완료되지 않았습니다. 다시 시도하고, 계속되면 이 서버의 운영자에게 알려 주세요.
details = 개발자를 위한 세부 정보
details-status = 상태
details-code = 코드
details-description = 설명
