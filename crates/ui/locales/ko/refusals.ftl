refused-application-title = 이 애플리케이션으로는 여기에 로그인할 수 없습니다
refused-application-lead = 요청한 내용이 이 서버가 알고 있는 정보와 맞지 않습니다. 계정 문제는 아닙니다. 애플리케이션으로 돌아가 운영자에게 알려 주세요.
refused-ended-title = 이 로그인은 끝났습니다
refused-ended-lead = 너무 오래 걸렸거나, 이미 완료되었거나, 다른 브라우저에서 시작되었습니다. 애플리케이션으로 돌아가 다시 로그인하세요.
refused-sign-out-title = 로그아웃하지 못했습니다
refused-sign-out-lead = 요청이 불완전하거나 오래되어 아직 로그인되어 있을 수 있습니다. 애플리케이션에서 다시 로그아웃하세요.
