# Pages that only say something, for people who are signed in or were.
notice-again = Yeniden dene
notice-failed-lead = Geri dönün ve yeniden deneyin.
notice-suspended-title = Hesabınız askıya alındı
notice-suspended-lead = Bu sunucuyu işleten yeniden açana kadar kullanılamaz.
notice-form-title = Bu form güncel değildi
notice-form-lead = Hiçbir şey değiştirilmedi. Sayfayı yeniden açıp bir kez daha doldurun.
notice-form-again = Sayfayı yeniden aç
notice-signed-out-title = Oturumunuz açık değil
notice-signed-out-lead = Oturum açma tamamlanmadı.
notice-cookies-lead = Tarayıcı, oturumunuzun çerezini saklamadı. Bu adres için çerezlere izin verin, sonra yeniden deneyin.
