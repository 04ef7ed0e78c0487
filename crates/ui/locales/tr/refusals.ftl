refused-application-title = Bu uygulama burada oturumunuzu açamıyor
refused-application-lead = İsteği, bu sunucunun onun hakkında bildikleriyle uyuşmuyor. Nedeni hesabınız değil. Uygulamaya dönün ve onu işletenlere haber verin.
refused-ended-title = Bu oturum açma işlemi sona erdi
refused-ended-lead = Çok uzun sürdü, daha önce tamamlandı veya başka bir tarayıcıda başlatıldı. Uygulamaya dönüp yeniden oturum açın.
refused-sign-out-title = Oturum kapatılamadı
refused-sign-out-lead = İstek eksik ya da eskiydi, bu yüzden oturumunuz hâlâ açık olabilir. Uygulamada yeniden oturumu kapatın.
