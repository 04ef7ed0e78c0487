# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = İnsan olduğunuza dair denetimi tamamlayın, sonra devam edin.
captcha-failed = İnsan olduğunuza dair denetim başarılı olmadı. Bir kez daha deneyin.
captcha-needs-script = Bu sayfa insan olduğunuzu denetler ve bunun için JavaScript gerekir. Tarayıcınızda açın, sonra sayfayı yeniden yükleyin.
captcha-unreachable = İnsan olduğunuza dair denetim yüklenemedi. Tarayıcınızda bir şeyin onu engelleyip engellemediğine bakın, sonra sayfayı yeniden yükleyin.
error-captcha = Bu sunucu önce insan olduğunuzu denetler. Oturum açma sayfasından yeniden başlayın.
error-password-unchecked = Bu parolanın sızıntılardan bilinip bilinmediğini denetleyemedik. Birazdan yeniden deneyin.
password-pwned = Bu parola, saldırganların ilk denediği listelerde yer alıyor. Başka bir parola seçin.
terms-step-title = Devam etmeden önce
terms-step-lead = { $name } onayınızı istiyor.
