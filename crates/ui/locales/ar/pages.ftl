# What several pages say.
continue = متابعة
back-to-sign-in = العودة إلى تسجيل الدخول
change = تغيير
skip = ليس الآن
optional = اختياري
choose-option = اختر واحدًا
foot-terms = شروط الاستخدام
foot-privacy = سياسة الخصوصية
foot-help = مساعدة
show-password = إظهار كلمة المرور
hide-password = إخفاء كلمة المرور
copy = نسخ
copied = تم النسخ إلى الحافظة.
copy-refused = لم يسمح المتصفح بالنسخ. حدِّد النص وانسخه بنفسك.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = اسم المستخدم
label-email = البريد الإلكتروني
label-phone = رقم الهاتف
label-username-or-email = اسم المستخدم أو البريد الإلكتروني
label-username-or-phone = اسم المستخدم أو رقم الهاتف
label-email-or-phone = البريد الإلكتروني أو رقم الهاتف
label-any-identifier = اسم المستخدم أو البريد الإلكتروني أو رقم الهاتف
missing-username = أدخل اسم المستخدم.
missing-email = أدخل بريدك الإلكتروني.
missing-phone = أدخل رقم هاتفك.
missing-username-or-email = أدخل اسم المستخدم أو بريدك الإلكتروني.
missing-username-or-phone = أدخل اسم المستخدم أو رقم هاتفك.
missing-email-or-phone = أدخل بريدك الإلكتروني أو رقم هاتفك.
missing-any-identifier = أدخل اسم المستخدم أو بريدك الإلكتروني أو رقم هاتفك.
phone-hint = مع رمز البلد، مثل ‎+966 أو ‎+20.
label-password = كلمة المرور
missing-password = أدخل كلمة المرور.

# Signing in. $name is the application.
sign-in-title = تسجيل الدخول إلى { $name }
sign-in-button = تسجيل الدخول
sign-in-new-here = هل أنت جديد على { $name }؟
sign-in-create = إنشاء حساب
sign-in-forgot = هل نسيت كلمة المرور؟
password-title = أدخل كلمة المرور
use-code = استخدام رمز بدلًا من ذلك
use-password = استخدام كلمة المرور بدلًا من ذلك
link-title = سجّل الدخول برابطك
link-lead = أُرسل الرابط الذي فتحته إلى { $address }. تابع لتسجيل الدخول به.

# Codes that are sent. $address is where to.
code-title-email = تحقق من بريدك
code-title-phone = تحقق من رسائلك
code-lead = أرسلنا رمزًا من ستة أرقام إلى { $address }.
code-lead-maybe = إذا كان { $address } يخص حسابًا، فهناك رمز من ستة أرقام في طريقه إليه.
code-validity = { $minutes ->
    [zero] صلاحيته { $minutes } دقيقة.
    [one] صلاحيته دقيقة واحدة.
    [two] صلاحيته دقيقتان.
    [few] صلاحيته { $minutes } دقائق.
    [many] صلاحيته { $minutes } دقيقة.
   *[other] صلاحيته { $minutes } دقيقة.
}
label-code = الرمز
missing-code = أدخل الأرقام الستة للرمز.
code-again = إرسال رمز آخر
code-sent-again = هناك رمز آخر في الطريق.
code-wait = { $seconds ->
    [zero] يمكنك طلب رمز آخر بعد { $seconds } ثانية.
    [one] يمكنك طلب رمز آخر بعد ثانية واحدة.
    [two] يمكنك طلب رمز آخر بعد ثانيتين.
    [few] يمكنك طلب رمز آخر بعد { $seconds } ثوانٍ.
    [many] يمكنك طلب رمز آخر بعد { $seconds } ثانية.
   *[other] يمكنك طلب رمز آخر بعد { $seconds } ثانية.
}
send-code = إرسال رمز
use-other-email = استخدام بريد إلكتروني آخر
use-other-phone = استخدام رقم هاتف آخر

# What a verified address leads to.
no-account-title = لا يوجد حساب بعد
no-account-lead = لا أحد لديه حساب هنا بـ { $address }. هل تريد إنشاء حساب الآن؟ لا تحتاج إلى رمز آخر.
no-account-lead-uncoded = لا أحد لديه حساب هنا بـ { $address }. هل تريد إنشاء حساب الآن؟
account-exists-title = لديك حساب بالفعل
account-exists-lead = { $address } يخص حسابًا. هل تريد تسجيل الدخول إليه؟ لا تحتاج إلى رمز آخر.

# Registration.
register-title = أنشئ حسابك
register-document-title = إنشاء حساب في { $name }
register-lead = للمتابعة إلى { $name }
register-button = إنشاء حساب
register-have-account = هل لديك حساب بالفعل؟
missing-new-username = اختر اسم مستخدم.
missing-new-password = اختر كلمة مرور.
username-rule = الحروف من a إلى z والأرقام والشرطات السفلية. لا يمكن أن يبدأ برقم.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = بإنشاء حساب فإنك توافق على { $terms } و{ $privacy }.
agree-terms = بإنشاء حساب فإنك توافق على { $terms }.
agree-privacy = بإنشاء حساب فإنك توافق على { $privacy }.
tick-both = أوافق على { $terms } و{ $privacy }.
tick-terms = أوافق على { $terms }.
tick-privacy = أوافق على { $privacy }.
terms-of-use = شروط الاستخدام
privacy-policy = سياسة الخصوصية
missing-agreement = ضع علامة في المربع للموافقة قبل المتابعة.

# Passwords.
new-password-title = اختر كلمة مرور
reset-password-title = اختر كلمة مرور جديدة
label-new-password = كلمة المرور الجديدة
save-password = حفظ كلمة المرور
password-rule-length = { $min ->
    [zero] { $min } حرف على الأقل.
    [one] حرف واحد على الأقل.
    [two] حرفان على الأقل.
    [few] { $min } أحرف على الأقل.
    [many] { $min } حرفًا على الأقل.
   *[other] { $min } حرف على الأقل.
}
password-rule-types = عدد الأحرف { $min } على الأقل، وعدد الأنواع { $types } من: الحروف الصغيرة والحروف الكبيرة والأرقام والرموز.
forgot-title = إعادة تعيين كلمة المرور
forgot-lead = سنرسل إليك رمزًا تختار به كلمة مرور جديدة.
password-changed = تم تغيير كلمة المرور. سجّل الدخول بالجديدة.

# What an account still lacks.
username-title = اختر اسم مستخدم
email-title = أضف بريدك الإلكتروني
phone-title = أضف رقم هاتفك
email-or-phone-title = أضف بريدًا إلكترونيًا أو رقم هاتف
address-lead = سنرسل رمزًا للتأكد من أنه لك.
profile-title = بعض التفاصيل الأخرى
profile-lead = يحتاج { $name } إليها لإكمال حسابك.
missing-field = املأ هذا الحقل.
field-wrong = هذه القيمة ليست بالشكل المطلوب.
field-given-name = الاسم الأول
field-middle-name = الاسم الأوسط
field-family-name = اسم العائلة
field-address-formatted = العنوان
field-address-street = الشارع والرقم
field-address-locality = المدينة
field-address-region = المحافظة أو المنطقة
field-address-postal-code = الرمز البريدي
field-address-country = البلد
