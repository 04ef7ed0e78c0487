# What is around the pages of the account center. $name is who is signed in.
account-title = حسابك
account-skip = الانتقال إلى المحتوى
account-menu = حساب { $name }
account-other = استخدام حساب آخر
account-sign-out = تسجيل الخروج
account-save = حفظ التغييرات
account-cancel = إلغاء
account-remove = إزالة
account-none = غير محدد
account-profile = الملف الشخصي
account-security = الأمان
account-off-title = لا توجد صفحات حساب هنا
account-off-lead = لم يفتحها مشغّل هذا الخادم. ما تراه من حسابك موجود في التطبيقات التي تستخدمها.
account-closed-title = لا يمكن تغيير هذا هنا
account-closed-lead = لم يفتح مشغّل هذا الخادم هذا الجزء من حسابك. اطلب منه تغييره لك.

# Who somebody is.
account-profile-lead = من أنت وكيف يمكن الوصول إليك.
account-details = البيانات الشخصية
account-picture = الصورة
account-picture-choose = اختر صورة.
account-picture-upload = رفع الصورة
account-picture-hint = ‏PNG أو JPEG أو GIF أو WebP، بحد أقصى { $size } ميغابايت.
account-picture-remove = إزالة الصورة
account-picture-type = هذه ليست صورة يمكن عرضها. اختر ملف PNG أو JPEG أو GIF أو WebP.
account-picture-large = هذه الصورة كبيرة جدًا. اختر صورة لا تتجاوز { $size } ميغابايت.
account-picture-full = لا يمكن حفظ المزيد من الصور الآن. حاول غدًا.
account-name = الاسم
account-username-hint = يمكنك تسجيل الدخول به. الأحرف من a إلى z والأرقام والشرطات السفلية.
account-nickname = اللقب
account-website = الموقع الإلكتروني
account-birthdate = تاريخ الميلاد
account-preferred-taken = هذا اسم مستخدم لشخص آخر. اختر اسمًا آخر.
account-language = اللغة
account-language-lead = اللغة التي تخاطبك بها هذه الصفحات.
account-language-browser = كما يطلب متصفحك

# How somebody is reached. $address is where.
account-contact = التواصل
account-contact-lead = تصل إليها الرموز والرسائل الخاصة بحسابك.
account-change-email = تغيير عنوان البريد الإلكتروني
account-add-email = إضافة عنوان بريد إلكتروني
account-remove-email = إزالة عنوان البريد الإلكتروني
account-change-phone = تغيير رقم الهاتف
account-add-phone = إضافة رقم هاتف
account-remove-phone = إزالة رقم الهاتف
account-new-email = عنوان البريد الإلكتروني الجديد
account-new-phone = رقم الهاتف الجديد
account-present = حاليًا:
account-removed-address = لن تتمكن بعد ذلك من تسجيل الدخول باستخدام { $address } أو استلام الرموز عليه.
account-needed = كل حساب هنا يحتاج إليه، لذا يمكن تغييره ولا يمكن إزالته.
account-last-method = هذه هي الطريقة الوحيدة المتبقية لتسجيل الدخول. أضف طريقة أخرى أولًا.
account-username-often = اخترت عدة أسماء مستخدم قبل قليل. حاول مجددًا غدًا.

# Accounts elsewhere. $provider is where.
account-linked = الحسابات المرتبطة
account-linked-lead = يمكنك تسجيل الدخول بها.
account-not-linked = غير مرتبط
account-single-sign-on = تسجيل الدخول الموحد
account-link = ربط
account-link-to = ربط حساب { $provider }
account-unlink = إلغاء الربط
account-unlink-from = إلغاء ربط حسابك في { $provider }
account-unlinked-consequence = لن تتمكن بعد ذلك من تسجيل الدخول عبر { $provider }.
account-link-taken = حساب { $provider } هذا مرتبط هنا بحساب شخص آخر. ألغِ ربطه هناك أولًا.
account-link-exists = هناك حساب { $provider } مرتبط بالفعل. ألغِ ربطه أولًا.
account-link-failed = لم ينجح الربط مع { $provider }. لم يتغير شيء؛ حاول مرة أخرى.

# How somebody signs in.
account-security-lead = كيف تسجّل الدخول وتثبت أنك أنت.
account-password-set = كلمة المرور محددة
account-password-set-hint = تغييرها يسجّل خروجك من كل مكان.
account-password-unset = لا توجد كلمة مرور
account-password-unset-hint = بها يمكنك تسجيل الدخول دون رمز.
account-set-password = تعيين كلمة المرور
account-change-password = تغيير كلمة المرور
account-change-password-lead = سيُسجَّل خروجك من كل مكان، وهنا أيضًا، ثم تسجّل الدخول بالجديدة.
account-password-changed = تم تغيير كلمة المرور

# Proving once more who one is.
account-verify = أكّد أنك أنت
account-verify-lead = الخطوة التالية تغيّر طريقة تسجيل دخولك. نسألك مرة كل عشر دقائق.
account-verify-email = استخدام رمز عبر البريد الإلكتروني
account-verify-phone = استخدام رمز عبر رسالة نصية
account-verify-password = استخدام كلمة المرور
account-verify-sign-in = ليس لحسابك كلمة مرور ولا عنوان لاستلام رمز. سجّل الدخول مرة أخرى للمتابعة.
account-verify-factor = سُجّل دخولك من دون خطوتك الثانية. سجّل الدخول بها مرة أخرى للمتابعة.
account-sign-in-again = تسجيل الدخول مرة أخرى
account-wrong-password = كلمة المرور هذه غير صحيحة.

# What was done.
account-done-saved = تم حفظ تغييراتك.
account-done-picture = تم تغيير صورتك.
account-done-picture-removed = تمت إزالة صورتك.
account-done-email = تم تغيير عنوان بريدك الإلكتروني.
account-done-email-removed = تمت إزالة عنوان بريدك الإلكتروني.
account-done-phone = تم تغيير رقم هاتفك.
account-done-phone-removed = تمت إزالة رقم هاتفك.
account-done-password = تم تعيين كلمة مرورك.
account-done-linked = تم ربط الحساب.
account-done-unlinked = لم يعد الحساب مرتبطًا.
