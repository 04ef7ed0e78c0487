# Pages that only say something, for people who are signed in or were.
notice-again = حاول مرة أخرى
notice-failed-lead = ارجع وحاول مرة أخرى.
notice-suspended-title = حسابك موقوف
notice-suspended-lead = لا يمكن استخدامه حتى يعيد مشغّل هذا الخادم فتحه.
notice-form-title = انتهت صلاحية هذا النموذج
notice-form-lead = لم يتغير شيء. افتح الصفحة من جديد واملأها مرة أخرى.
notice-form-again = فتح الصفحة من جديد
notice-signed-out-title = لم تسجّل الدخول
notice-signed-out-lead = لم يكتمل تسجيل الدخول.
notice-cookies-lead = لم يحتفظ المتصفح بملف تعريف الارتباط لتسجيل دخولك. اسمح بملفات تعريف الارتباط لهذا العنوان ثم حاول مرة أخرى.
