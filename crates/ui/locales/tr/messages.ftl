# What is wrong, and what to do.
form-out-of-date = Bu form güncel değildi. Yeniden doldurun.
error-general = Bu işe yaramadı. Yeniden deneyin. Tekrarlanırsa yardım isteyin ve “{ $code }” kodunu belirtin.
error-start-again = Bu adım artık sürmüyor. Baştan başlayın.
error-credentials-username = Bu kullanıcı adı ve parola hiçbir hesapla eşleşmiyor. İkisini de kontrol edip yeniden deneyin.
error-credentials = Bu hesap ve parola eşleşmiyor. İkisini de kontrol edip yeniden deneyin.
error-locked = { $minutes ->
    [one] Çok fazla başarısız deneme oldu. { $minutes } dakika sonra yeniden deneyin.
   *[other] Çok fazla başarısız deneme oldu. { $minutes } dakika sonra yeniden deneyin.
}
error-suspended = Bu hesap askıya alındı. Bir yöneticiden askıyı kaldırmasını isteyin.
error-account-gone = Bu hesap artık yok. Başka biriyle oturum açın veya yeni bir tane oluşturun.
error-method-off = Bu oturum açma yolu burada kapalı. Başka bir yol deneyin veya bir yöneticiye sorun.
error-not-open = Bu, burada kapalı. Bir yöneticiye sorun.
error-username-taken = Bu kullanıcı adı alınmış. Başka bir tane seçin.
error-email-taken = Bu e-posta adresi başka bir hesaba ait. Başka bir tane kullanın.
error-phone-taken = Bu telefon numarası başka bir hesaba ait. Başka bir tane kullanın.
error-username-form = Bu bir kullanıcı adı olamaz.
error-username-length = Kullanıcı adı { $min } ile { $max } karakter arasındadır.
error-username-uppercase = Büyük harf kullanmayın.
error-username-lowercase = Küçük harf kullanmayın.
error-username-number = Rakam kullanmayın.
error-username-underscore = Alt çizgi kullanmayın.
error-email-form = Bu bir e-posta adresi değil. Yazım hatası olup olmadığına bakın.
error-phone-form = Bu bir telefon numarası değil. Ülke koduyla yazın, örneğin +90 212 123 45 67.
error-email-refused = Bu e-posta adresi burada kullanılamaz. Başka bir tane kullanın.
error-password-expired = Bu parolanın süresi doldu. Bir yöneticiden yenisini belirlemesini isteyin.
error-password-expired-reset = Bu parolanın süresi doldu. Yenisini belirlemek için “Parolanızı mı unuttunuz?” seçeneğini kullanın.
error-same-password = Bu zaten parolanız. Başka bir tane seçin.
password-too-short = { $min ->
    [one] En az { $min } karakter kullanın.
   *[other] En az { $min } karakter kullanın.
}
password-too-long = { $max ->
    [one] En fazla { $max } karakter kullanın.
   *[other] En fazla { $max } karakter kullanın.
}
password-character-types = Şu türlerden en az { $min } tanesini karıştırın: küçük harf, büyük harf, rakam ve simge.
password-unsupported = Satır sonları ve diğer denetim karakterlerini kullanmayın.
password-repetition = Daha az karakter tekrarlayın.
password-sequence = 1234 veya qwerty gibi dizileri kullanmayın.
password-user-info = Kullanıcı adınızı ve hakkınızda bilinen başka şeyleri kullanmayın.
password-words = Bu parola burada izin verilmeyen bir sözcük içeriyor.
password-other = Başka bir parola seçin.
error-code-wrong = Bu kod doğru değil. Kontrol edip yeniden deneyin.
error-code-expired = Bu kodun süresi doldu. Başka bir tane isteyin.
error-code-used = Bu kod artık geçerli değil. Başka bir tane isteyin.
error-code-tries = Bu kodla çok fazla deneme yapıldı. Başka bir tane isteyin.
error-code-limit = Bu adrese zaten birkaç kod gönderildi. Birkaç dakika bekleyip yeniden isteyin.
error-code-not-sent = Kod gönderilemedi. Daha sonra yeniden deneyin veya başka bir yol seçin.
error-link-used = Bu bağlantının süresi doldu veya zaten kullanıldı. Başka bir tane isteyin.
error-link-other = Bu bağlantı başka bir adrese gönderildi.
error-totp-wrong = Bu kod doğru değil. Uygulamanız 30 saniyede bir yenisini gösterir; şu anda gösterdiğini girin.
error-totp-exists = Hesabınızda zaten bir kimlik doğrulama uygulaması var. Onu kullanın.
error-passkeys-many = En fazla sayıda geçiş anahtarına ulaştınız. Önce hesabınızdan birini kaldırın.
error-backup-wrong = Bu yedek kod doğru değil veya zaten kullanıldı.
error-passkey = Geçiş anahtarı kabul edilmedi. Yeniden deneyin veya başka bir yol kullanın.
error-no-factor = Hesabınız burada mümkün olmayan bir ikinci adım istiyor. Bir yöneticiden yardım isteyin.
no-single-sign-on = Bu sunucuda tek oturum açma kurulu değil. Burada oturum açın.
no-recovery = Bu sunucuda parolalar sıfırlanamıyor. Bir yöneticiden yenisini isteyin, sonra burada oturum açın.
error-no-account = Bu adresle bir hesap yok ve burada oluşturulamıyor. Başka bir tane kullanın veya bir yöneticiye sorun.
