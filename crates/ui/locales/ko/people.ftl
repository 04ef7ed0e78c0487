# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = 사람인지 확인하는 절차를 마친 뒤 계속하세요.
captcha-failed = 사람인지 확인하지 못했습니다. 다시 시도하세요.
captcha-needs-script = 이 페이지는 사람인지 확인하며, 여기에는 JavaScript가 필요합니다. 브라우저에서 켠 뒤 페이지를 다시 불러오세요.
captcha-unreachable = 사람인지 확인하는 기능을 불러오지 못했습니다. 브라우저에서 차단하는 것이 있는지 확인한 뒤 페이지를 다시 불러오세요.
error-captcha = 이 서버는 먼저 사람인지 확인합니다. 로그인 페이지에서 다시 시작하세요.
error-password-unchecked = 이 비밀번호가 유출된 적이 있는지 확인하지 못했습니다. 잠시 후 다시 시도하세요.
password-pwned = 이 비밀번호는 공격자가 가장 먼저 시도하는 목록에 있습니다. 다른 비밀번호를 선택하세요.
terms-step-title = 계속하기 전에
terms-step-lead = { $name }에서 동의를 요청합니다.
