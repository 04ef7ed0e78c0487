# What several pages say.
continue = Devam et
back-to-sign-in = Oturum açmaya dön
change = Değiştir
skip = Şimdi değil
optional = isteğe bağlı
choose-option = Birini seçin
foot-terms = Kullanım koşulları
foot-privacy = Gizlilik politikası
foot-help = Yardım
show-password = Parolayı göster
hide-password = Parolayı gizle
copy = Kopyala
copied = Panoya kopyalandı.
copy-refused = Tarayıcı kopyalamaya izin vermedi. Metni seçip kendiniz kopyalayın.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Kullanıcı adı
label-email = E-posta adresi
label-phone = Telefon numarası
label-username-or-email = Kullanıcı adı veya e-posta adresi
label-username-or-phone = Kullanıcı adı veya telefon numarası
label-email-or-phone = E-posta adresi veya telefon numarası
label-any-identifier = Kullanıcı adı, e-posta adresi veya telefon numarası
missing-username = Kullanıcı adınızı girin.
missing-email = E-posta adresinizi girin.
missing-phone = Telefon numaranızı girin.
missing-username-or-email = Kullanıcı adınızı veya e-posta adresinizi girin.
missing-username-or-phone = Kullanıcı adınızı veya telefon numaranızı girin.
missing-email-or-phone = E-posta adresinizi veya telefon numaranızı girin.
missing-any-identifier = Kullanıcı adınızı, e-posta adresinizi veya telefon numaranızı girin.
phone-hint = Ülke koduyla birlikte, örneğin +90 veya +49.
label-password = Parola
missing-password = Parolanızı girin.

# Signing in. $name is the application.
sign-in-title = { $name }: oturum açın
sign-in-button = Oturum aç
sign-in-new-here = { $name } için hesabınız yok mu?
sign-in-create = Hesap oluştur
sign-in-forgot = Parolanızı mı unuttunuz?
password-title = Parolanızı girin
use-code = Bunun yerine kod kullan
use-password = Bunun yerine parola kullan
link-title = Bağlantınızla oturum açın
link-lead = Açtığınız bağlantı { $address } adresine gönderildi. Onunla oturum açmak için devam edin.

# Codes that are sent. $address is where to.
code-title-email = E-postanıza bakın
code-title-phone = Mesajlarınıza bakın
code-lead = { $address } adresine altı haneli bir kod gönderdik.
code-lead-maybe = { $address } bir hesaba aitse altı haneli bir kod yolda.
code-validity = { $minutes ->
    [one] { $minutes } dakika geçerlidir.
   *[other] { $minutes } dakika geçerlidir.
}
label-code = Kod
missing-code = Kodun altı hanesini girin.
code-again = Başka bir kod gönder
code-sent-again = Başka bir kod yolda.
code-wait = { $seconds ->
    [one] { $seconds } saniye sonra başka bir kod isteyebilirsiniz.
   *[other] { $seconds } saniye sonra başka bir kod isteyebilirsiniz.
}
send-code = Kod gönder
use-other-email = Başka bir e-posta adresi kullan
use-other-phone = Başka bir telefon numarası kullan

# What a verified address leads to.
no-account-title = Henüz hesap yok
no-account-lead = Burada { $address } ile hesabı olan kimse yok. Şimdi bir hesap oluşturulsun mu? Başka bir koda gerek yok.
no-account-lead-uncoded = Burada { $address } ile hesabı olan kimse yok. Şimdi bir hesap oluşturulsun mu?
account-exists-title = Zaten bir hesabınız var
account-exists-lead = { $address } bir hesaba ait. Bu hesapla oturum açılsın mı? Başka bir koda gerek yok.

# Registration.
register-title = Hesabınızı oluşturun
register-document-title = { $name } için hesap oluşturun
register-lead = { $name } ile devam etmek için
register-button = Hesap oluştur
register-have-account = Zaten hesabınız var mı?
missing-new-username = Bir kullanıcı adı seçin.
missing-new-password = Bir parola seçin.
username-rule = a–z harfleri, rakamlar ve alt çizgiler. Rakamla başlayamaz.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Hesap oluşturarak { $terms } ve { $privacy } metinlerini kabul etmiş olursunuz.
agree-terms = Hesap oluşturarak { $terms } metnini kabul etmiş olursunuz.
agree-privacy = Hesap oluşturarak { $privacy } metnini kabul etmiş olursunuz.
tick-both = { $terms } ve { $privacy } metinlerini kabul ediyorum.
tick-terms = { $terms } metnini kabul ediyorum.
tick-privacy = { $privacy } metnini kabul ediyorum.
terms-of-use = kullanım koşulları
privacy-policy = gizlilik politikası
missing-agreement = Devam etmeden önce kabul etmek için kutuyu işaretleyin.

# Passwords.
new-password-title = Bir parola seçin
reset-password-title = Yeni bir parola seçin
label-new-password = Yeni parola
save-password = Parolayı kaydet
password-rule-length = { $min ->
    [one] En az { $min } karakter.
   *[other] En az { $min } karakter.
}
password-rule-types = En az { $min } karakter ve şu türlerden { $types } tanesi: küçük harf, büyük harf, rakam ve simge.
forgot-title = Parolanızı sıfırlayın
forgot-lead = Size bir kod göndeririz. Onunla yeni bir parola seçersiniz.
password-changed = Parolanız değiştirildi. Yenisiyle oturum açın.

# What an account still lacks.
username-title = Bir kullanıcı adı seçin
email-title = E-posta adresinizi ekleyin
phone-title = Telefon numaranızı ekleyin
email-or-phone-title = E-posta adresi veya telefon numarası ekleyin
address-lead = Size ait olduğundan emin olmak için bir kod göndeririz.
profile-title = Birkaç bilgi daha
profile-lead = { $name } hesabınızı tamamlamak için bunlara ihtiyaç duyuyor.
missing-field = Bu alanı doldurun.
field-wrong = Bu, istenen biçimde değil.
field-given-name = Ad
field-middle-name = İkinci ad
field-family-name = Soyadı
field-address-formatted = Adres
field-address-street = Sokak ve numara
field-address-locality = Şehir
field-address-region = İl veya bölge
field-address-postal-code = Posta kodu
field-address-country = Ülke
