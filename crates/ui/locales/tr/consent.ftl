# May this application have what it asks for? $name is the application.
consent-document-title = { $name } için izin ver
consent-title = { $name } erişim istiyor
consent-lead = Siz veya bir yönetici geri alana kadar burada listelenenleri yapabilir.
signed-in-as = Oturum açan
consent-account = Hesabınız
consent-your-organizations = Kuruluşlarınız
consent-organizations = İçinde çalışabileceği kuruluşlar
consent-organizations-hint = Yalnızca işaretlediğiniz kuruluşları görür.
consent-allow = İzin ver
consent-deny = Reddet
consent-return = { $host } adresine döneceksiniz. Yalnızca güvendiğiniz uygulamalara izin verin.
consent-device = Bir cihazda oturum açıyorsunuz. Yalnızca güvendiğiniz uygulamalara izin verin.
consent-nothing-new = Yeni bir şey istemiyor. Önceden izin verdikleriniz geçerli kalır.
consent-nothing-open = İstediği şeyler, içinde çalışamayacağı kuruluşlara ait. İzin vermek bir şey eklemez. Önceden izin verdikleriniz geçerli kalır.
consent-out-of-date = Bu form güncel değildi. Yeniden karar verin.
consent-undecided = İzin vermeyi veya reddetmeyi seçin.
consent-left = Seçtiğiniz bir kuruluşun artık üyesi değilsiniz. Yeniden seçin.
scope-openid = Hesabınızı tanıma
scope-offline-access = Siz yokken oturumda kalma
scope-profile = Adınızı, kullanıcı adınızı ve resminizi görme
scope-email = E-posta adresinizi görme
scope-phone = Telefon numaranızı görme
scope-address = Posta adresinizi görme
scope-custom-data = Hakkınızda tutulan diğer verileri görme
scope-identities = Bağladığınız hesapları görme
scope-roles = Rollerinizi görme
scope-organizations = Üyesi olduğunuz kuruluşları görme
scope-organization-roles = Kuruluşlardaki rollerinizi görme
scope-sessions = Oturumlarınızı görme ve sonlandırma

# The end of a session.
sign-out-title = Oturum kapatılsın mı?
sign-out-lead = { $name } ve bu tarayıcıda bu hesapla açtığınız tüm uygulamalardaki oturumunuz kapatılır.
sign-out-stay = Oturumda kal
sign-out-button = Oturumu kapat
signed-out-title = Oturum kapatıldı
signed-out-lead = Oturumunuz başarıyla kapatıldı.
taking-you-back = Uygulamaya geri dönülüyor…

# Pages that only say something.
unknown-session-title = Bu oturum açma artık sürmüyor
unknown-session-lead = Süresi doldu, başka bir sekmede tamamlandı veya bu sayfa bir yer işaretinden açıldı. Uygulamaya dönüp oradan oturum açın.
not-found-title = Böyle bir sayfa yok
not-found-lead = Adres yanlış yazılmış veya sayfa taşınmış olabilir.
failed-title = Bu işe yaramadı
failed-title-forbidden = Buna izin verilmedi
failed-title-server = Bizim tarafımızda bir sorun oluştu
failed-lead = Uygulamaya dönüp baştan başlayın.
failed-lead-server = İsteğiniz tamamlanmadı. Yeniden deneyin; tekrarlanırsa bu sunucuyu işletenlere bildirin.
details = Geliştiriciler için ayrıntılar
details-status = Durum
details-code = Kod
details-description = Açıklama
