# Pages that only say something, for people who are signed in or were.
notice-again = 다시 시도
notice-failed-lead = 돌아가서 다시 시도하세요.
notice-suspended-title = 계정이 정지되었습니다
notice-suspended-lead = 이 서버의 운영자가 다시 열 때까지 사용할 수 없습니다.
notice-form-title = 이 양식은 오래되었습니다
notice-form-lead = 아무것도 변경되지 않았습니다. 페이지를 다시 열고 한 번 더 작성하세요.
notice-form-again = 페이지 다시 열기
notice-signed-out-title = 로그인되어 있지 않습니다
notice-signed-out-lead = 로그인이 완료되지 않았습니다.
notice-cookies-lead = 브라우저가 로그인 쿠키를 저장하지 않았습니다. 이 주소의 쿠키를 허용한 뒤 다시 시도하세요.
