# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = İkinci adımlar
own-factors-lead = Bununla, yalnızca parolanızı bilen kimse içeri giremez.
own-passkeys = Geçiş anahtarları
own-passkeys-lead = Parmak izi, yüz, ekran kilidi veya güvenlik anahtarıyla oturum açın.
own-no-passkeys = Henüz geçiş anahtarı yok.
own-add-passkey = Geçiş anahtarı ekle
own-not-set-up = Kurulmadı
own-set-up = Kur
own-set-up-named = Kur: { $name }
own-replace = Değiştir
own-replace-named = Değiştir: { $name }
own-codes-left = { $count ->
   *[other] { $count } kod kaldı
}
own-codes-first = Başka bir ikinci adımın yerine geçerler. Önce birini kurun.
own-new-codes = Yeni kod al
own-new-codes-consequence = Şu anki kodlarınız artık geçerli olmayacak.
own-remove-named = Kaldır: { $name }
own-remove-question = Kaldırılsın mı: { $name }?
own-remove-consequence = Artık bununla kim olduğunuzu kanıtlayamazsınız.
own-remove-last-consequence = Bu son ikinci adımınız. Yedek kodlar da gider ve parolanızı bilen herkes girebilir.
own-rename = Yeniden adlandır
own-rename-named = Yeniden adlandır: { $name }
own-label-name = Ad
own-passkey-name-hint = Onu tanımanız için, örneğin “İş dizüstüm”.
own-missing-name = Bir ad girin.
own-bad-name = En fazla { $max } ve yalnızca görünür karakter kullanın.
own-passkey-failed = Tarayıcı geçiş anahtarı oluşturmadı. Yeniden deneyin veya başka bir cihaz kullanın.
own-asked = Oturum açarken ikinci adım
own-asked-on = Her seferinde sorulur.
own-asked-off = Sorulmaz.
own-ask-start = Her seferinde sor
own-ask-stop = Sorma
own-added = Eklendi: { $date }
own-used = Son kullanım: { $when }
own-done-factor = İkinci adımınız kuruldu.
own-done-passkey = Geçiş anahtarınız eklendi.
own-done-removed = Kaldırıldı.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Oturumlar ve cihazlar
own-sessions-lead = Oturumunuzun açık olduğu yerler. Tanımadığınızı sonlandırın, sonra parolanızı değiştirin.
own-session-here = Bu tarayıcı
own-device = { $browser }, { $system }
own-device-unknown = Bilinmeyen tarayıcı
own-last-active = Son etkinlik: { $when }
own-end = Sonlandır
own-end-named = Oturumu sonlandır: { $name }
own-end-question = Bu oturum sonlandırılsın mı?
own-end-consequence = { $name } oturumu, orada açılan tüm uygulamalarla birlikte kapatılır.
own-end-others = Diğer tüm oturumları sonlandır
own-end-others-question = Diğer tüm oturumlar sonlandırılsın mı?
own-end-others-consequence = Bu tarayıcı dışında her yerde, orada açılan tüm uygulamalarla birlikte oturumunuz kapatılır.
own-done-ended = Oturum sonlandırıldı.
own-done-ended-others = Diğer tüm oturumlar sonlandırıldı.

# What applications may do. $name is an application or an API.
own-applications = Bağlı uygulamalar
own-applications-lead = Verdiğiniz izinler, siz geri alana kadar sürer.
own-applications-none = Hiçbir uygulama sizin adınıza bir şey yapamaz.
own-allowed = İzin verildi: { $date }
own-permissions = { $name } için izinler
own-revoke = Geri al
own-revoke-named = { $name } izinlerini geri al
own-revoke-question = { $name } izinleri geri alınsın mı?
own-revoke-consequence = Oturumunuz orada kapatılır ve yeniden izin verene kadar sizin adınıza bir şey yapamaz.
own-done-revoked = Artık sizin adınıza bir şey yapamaz.

# Tokens of one's own.
own-tokens = Kişisel erişim belirteçleri
own-tokens-lead = Sizin adınıza çalışan programlarınız için. Parola gibi saklayın.
own-tokens-none = Henüz belirteç yok.
own-create-token = Belirteç oluştur
own-token-name-hint = Ne için olduğu, örneğin “Yedekleme betiği”.
own-token-expiry = Bitiş
own-token-never = Hiçbir zaman
own-token-days = { $count ->
   *[other] { $count } gün sonra
}
own-token-title = Bu belirteci şimdi kaydedin
own-token-shown = Yalnızca bu kez gösterilir. Kaybolursa başka bir tane oluşturun ve bunu silin.
own-token-saved = Kaydettim
own-delete = Sil
own-delete-named = Sil: { $name }
own-delete-question = Silinsin mi: { $name }?
own-delete-token-consequence = Onu kullanan programlar artık sizin adınıza çalışamaz.
own-token-taken = Bu adda bir belirteciniz var. Başka bir ad seçin.
own-token-many = En fazla sayıda belirteciniz var. Önce birini silin.
own-ends = Bitiş: { $date }
own-ended = Süresi doldu
own-done-token-deleted = Belirteç silindi.

# Where somebody belongs. $name is an organization.
own-organizations = Kuruluşlar
own-organizations-lead = Üyesi olduklarınız ve davet edildikleriniz.
own-organizations-none = Hiçbir kuruluşun üyesi değilsiniz.
own-invitations = Davetler
own-invited-by = Davet eden: { $name }
own-accept = Kabul et
own-accept-named = { $name } davetini kabul et
own-decline = Reddet
own-decline-named = { $name } davetini reddet
own-leave = Ayrıl
own-leave-named = { $name } kuruluşundan ayrıl
own-leave-question = { $name } kuruluşundan ayrılınsın mı?
own-leave-consequence = Oradaki rollerinizi ve erişiminizi hemen kaybedersiniz. Yalnızca bir davetle dönebilirsiniz.
own-last-administrator = { $name } kuruluşunu başka kimse yönetemezdi. Önce oradan birine bu rolü verin.
own-invitation-gone = Bu davet artık yok.
own-done-joined = Artık kuruluşun üyesisiniz.
own-done-declined = Davet reddedildi.
own-done-left = Kuruluştan ayrıldınız.

# Taking everything along, and the end. $text is what is typed.
own-data = Verileriniz
own-data-lead = Hakkınızda tutulanları yanınıza alın veya hesabınızı silin.
own-export = Verilerinizi indirin
own-export-lead = Hakkınızda tutulan her şey tek bir JSON dosyasında; parolalar ve diğer gizli bilgiler hariç.
own-export-often = Az önce çok kez indirdiniz. Bir saat sonra yeniden deneyin.
own-delete-account = Hesabı sil
own-delete-account-lead = Hemen ve kalıcı olarak gider.
own-delete-account-question = Hesabınız silinsin mi?
own-delete-everything = Profiliniz, oturumlarınız, ikinci adımlarınız ve belirteçleriniz silinir. Kimse geri getiremez.
own-delete-memberships = Üyesi olduğunuz tüm kuruluşlardan ayrılırsınız ve her uygulama hesabınızı kaybeder.
own-delete-type = Onaylamak için { $text } yazın
own-delete-mistyped = Tam olarak şunu yazın: { $text }
own-deleted-title = Hesabınız silindi
own-deleted-lead = Her yerde oturumunuz kapatıldı. Bu sayfayı kapatabilirsiniz.

# Moments.
own-now = az önce
own-minutes = { $count ->
   *[other] { $count } dakika önce
}
own-hours = { $count ->
   *[other] { $count } saat önce
}
own-days = { $count ->
   *[other] { $count } gün önce
}
own-date = { $month ->
    [1] { $day } Ocak { $year }
    [2] { $day } Şubat { $year }
    [3] { $day } Mart { $year }
    [4] { $day } Nisan { $year }
    [5] { $day } Mayıs { $year }
    [6] { $day } Haziran { $year }
    [7] { $day } Temmuz { $year }
    [8] { $day } Ağustos { $year }
    [9] { $day } Eylül { $year }
    [10] { $day } Ekim { $year }
    [11] { $day } Kasım { $year }
   *[other] { $day } Aralık { $year }
}
