# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = أكمل التحقق من أنك إنسان، ثم تابع.
captcha-failed = لم ينجح التحقق من أنك إنسان. حاول مرة أخرى.
captcha-needs-script = تتحقق هذه الصفحة من أنك إنسان، ويحتاج ذلك إلى JavaScript. فعّله في متصفحك ثم أعد تحميل الصفحة.
captcha-unreachable = تعذّر تحميل التحقق من أنك إنسان. انظر إن كان شيء في متصفحك يحجبه، ثم أعد تحميل الصفحة.
error-captcha = يتحقق هذا الخادم أولًا من أنك إنسان. ابدأ من جديد من صفحة تسجيل الدخول.
error-password-unchecked = تعذّر علينا التحقق مما إذا كانت كلمة المرور هذه معروفة من تسريبات. حاول مرة أخرى بعد لحظات.
password-pwned = كلمة المرور هذه في القوائم التي يجرّبها المهاجمون أولًا. اختر غيرها.
terms-step-title = قبل أن تتابع
terms-step-lead = يطلب { $name } موافقتك.
