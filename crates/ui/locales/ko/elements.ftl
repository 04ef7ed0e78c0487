# What only the elements for other applications say. $name is a member.
elements-close = 닫기
elements-unreachable = 서버에 연결할 수 없습니다. 연결을 확인한 뒤 다시 시도하세요.
elements-signed-out = 이 조직에서 로그아웃되었습니다. 계속하려면 다시 로그인하세요.
elements-loading = 불러오는 중…
elements-change-roles = 역할 변경
elements-roles-of = { $name }의 역할
