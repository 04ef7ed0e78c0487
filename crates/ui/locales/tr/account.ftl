# What is around the pages of the account center. $name is who is signed in.
account-title = Hesabınız
account-skip = İçeriğe geç
account-menu = { $name } hesabı
account-other = Başka bir hesap kullan
account-sign-out = Oturumu kapat
account-save = Değişiklikleri kaydet
account-cancel = Vazgeç
account-remove = Kaldır
account-none = Belirtilmemiş
account-profile = Profil
account-security = Güvenlik
account-off-title = Burada hesap sayfaları yok
account-off-lead = Bu sunucuyu işleten bunları açmamış. Hesabınızdan gördükleriniz, kullandığınız uygulamalarda.
account-closed-title = Bu burada değiştirilemez
account-closed-lead = Bu sunucuyu işleten, hesabınızın bu bölümünü açmamış. Değişikliği ondan isteyin.

# Who somebody is.
account-profile-lead = Kim olduğunuz ve size nasıl ulaşıldığı.
account-details = Kişisel bilgiler
account-picture = Resim
account-picture-choose = Bir resim seçin.
account-picture-upload = Resim yükle
account-picture-hint = PNG, JPEG, GIF veya WebP, en çok { $size } MB.
account-picture-remove = Resmi kaldır
account-picture-type = Bu, gösterilebilecek bir resim değil. PNG, JPEG, GIF veya WebP dosyası seçin.
account-picture-large = Bu resim çok büyük. En çok { $size } MB olan bir resim seçin.
account-picture-full = Şu anda daha fazla resim saklanamıyor. Yarın yeniden deneyin.
account-name = Ad
account-username-hint = Bununla oturum açabilirsiniz. a’dan z’ye harfler, rakamlar ve alt çizgiler.
account-nickname = Takma ad
account-website = Web sitesi
account-birthdate = Doğum tarihi
account-preferred-taken = Bu, başka birinin kullanıcı adı. Başka bir ad seçin.
account-language = Dil
account-language-lead = Bu sayfaların sizinle konuştuğu dil.
account-language-browser = Tarayıcının istediği dil

# How somebody is reached. $address is where.
account-contact = İletişim
account-contact-lead = Kodlar ve hesabınızla ilgili iletiler oraya gider.
account-change-email = E-posta adresini değiştir
account-add-email = E-posta adresi ekle
account-remove-email = E-posta adresini kaldır
account-change-phone = Telefon numarasını değiştir
account-add-phone = Telefon numarası ekle
account-remove-phone = Telefon numarasını kaldır
account-new-email = Yeni e-posta adresi
account-new-phone = Yeni telefon numarası
account-present = Şu anda:
account-removed-address = Artık { $address } ile oturum açamaz, oraya kod alamazsınız.
account-needed = Burada her hesabın buna ihtiyacı var; değiştirilebilir ama kaldırılamaz.
account-last-method = Oturum açmanın kalan tek yolu bu. Önce başka bir yol ekleyin.
account-username-often = Az önce birkaç kullanıcı adı seçtiniz. Yarın yeniden deneyin.

# Accounts elsewhere. $provider is where.
account-linked = Bağlı hesaplar
account-linked-lead = Bunlarla oturum açabilirsiniz.
account-not-linked = Bağlı değil
account-single-sign-on = Tek oturum açma
account-link = Bağla
account-link-to = Bir { $provider } hesabı bağla
account-unlink = Bağlantıyı kaldır
account-unlink-from = { $provider } hesabınızın bağlantısını kaldırın
account-unlinked-consequence = Artık { $provider } ile oturum açamazsınız.
account-link-taken = Bu { $provider } hesabı burada başka birinin hesabına bağlı. Önce oradaki bağlantıyı kaldırın.
account-link-exists = Bir { $provider } hesabı zaten bağlı. Önce onun bağlantısını kaldırın.
account-link-failed = { $provider } ile bağlama yapılamadı. Hiçbir şey değiştirilmedi; yeniden deneyin.

# How somebody signs in.
account-security-lead = Nasıl oturum açtığınız ve siz olduğunuzu nasıl kanıtladığınız.
account-password-set = Parola belirlenmiş
account-password-set-hint = Değiştirmek her yerde oturumunuzu kapatır.
account-password-unset = Parola yok
account-password-unset-hint = Parolayla, kod olmadan oturum açabilirsiniz.
account-set-password = Parola belirle
account-change-password = Parolayı değiştir
account-change-password-lead = Burası da dahil her yerde oturumunuz kapanır ve yenisiyle oturum açarsınız.
account-password-changed = Parola değiştirildi

# Proving once more who one is.
account-verify = Siz olduğunuzu doğrulayın
account-verify-lead = Sonraki adım, nasıl oturum açtığınızı değiştirir. On dakikada bir kez sorulur.
account-verify-email = E-postayla gelen kodu kullan
account-verify-phone = Kısa mesajla gelen kodu kullan
account-verify-password = Parolanızı kullanın
account-verify-sign-in = Hesabınızın ne parolası ne de kod için bir adresi var. Devam etmek için bir kez daha oturum açın.
account-verify-factor = İkinci adımınız olmadan oturum açıldı. Devam etmek için onunla birlikte bir kez daha oturum açın.
account-sign-in-again = Yeniden oturum aç
account-wrong-password = Bu parola doğru değil.

# What was done.
account-done-saved = Değişiklikleriniz kaydedildi.
account-done-picture = Resminiz değiştirildi.
account-done-picture-removed = Resminiz kaldırıldı.
account-done-email = E-posta adresiniz değiştirildi.
account-done-email-removed = E-posta adresiniz kaldırıldı.
account-done-phone = Telefon numaranız değiştirildi.
account-done-phone-removed = Telefon numaranız kaldırıldı.
account-done-password = Parolanız belirlendi.
account-done-linked = Hesap bağlandı.
account-done-unlinked = Hesap artık bağlı değil.
