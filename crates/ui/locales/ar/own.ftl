# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = الخطوات الثانية
own-factors-lead = بها لا يدخل من يعرف كلمة مرورك فقط.
own-passkeys = مفاتيح المرور
own-passkeys-lead = سجّل الدخول ببصمة إصبعك أو وجهك أو قفل الشاشة أو مفتاح الأمان.
own-no-passkeys = لا يوجد مفتاح مرور بعد.
own-add-passkey = إضافة مفتاح مرور
own-not-set-up = غير مُعدّ
own-set-up = إعداد
own-set-up-named = إعداد: { $name }
own-replace = استبدال
own-replace-named = استبدال: { $name }
own-codes-left = { $count ->
    [zero] لم يبق أي رمز ({ $count })
    [one] بقي رمز واحد
    [two] بقي رمزان
    [few] بقيت { $count } رموز
   *[other] بقي { $count } رمزًا
}
own-codes-first = تحل محل خطوة ثانية أخرى. أعدّ واحدة أولًا.
own-new-codes = الحصول على رموز جديدة
own-new-codes-consequence = لن تعود رموزك الحالية صالحة.
own-remove-named = إزالة { $name }
own-remove-question = هل تريد إزالة { $name }؟
own-remove-consequence = لن تتمكن بعدها من إثبات هويتك به.
own-remove-last-consequence = إنها خطوتك الثانية الأخيرة. تذهب معها الرموز الاحتياطية، وتكفي كلمة المرور وحدها لدخول من يعرفها.
own-rename = إعادة تسمية
own-rename-named = إعادة تسمية { $name }
own-label-name = الاسم
own-passkey-name-hint = لتتعرّف عليه لاحقًا، مثل «حاسوب العمل».
own-missing-name = أدخل اسمًا.
own-bad-name = استخدم { $max } حرفًا على الأكثر، ومرئية فقط.
own-passkey-failed = لم ينشئ المتصفح مفتاح مرور. حاول مجددًا أو استخدم جهازًا آخر.
own-asked = الخطوة الثانية عند تسجيل الدخول
own-asked-on = تُطلب منك في كل مرة.
own-asked-off = لا تُطلب منك.
own-ask-start = اطلبها كل مرة
own-ask-stop = لا تطلبها
own-added = أُضيف: { $date }
own-used = آخر استخدام: { $when }
own-done-factor = تم إعداد خطوتك الثانية.
own-done-passkey = تمت إضافة مفتاح المرور.
own-done-removed = تمت الإزالة.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = الجلسات والأجهزة
own-sessions-lead = حيث سجّلت الدخول. أنهِ ما لا تعرفه ثم غيّر كلمة مرورك.
own-session-here = هذا المتصفح
own-device = { $browser } على { $system }
own-device-unknown = متصفح غير معروف
own-last-active = آخر نشاط: { $when }
own-end = إنهاء
own-end-named = إنهاء الجلسة: { $name }
own-end-question = هل تريد إنهاء هذه الجلسة؟
own-end-consequence = يُسجَّل الخروج من { $name } ومن كل تطبيق فُتح هناك.
own-end-others = إنهاء كل الجلسات الأخرى
own-end-others-question = هل تريد إنهاء كل الجلسات الأخرى؟
own-end-others-consequence = يُسجَّل خروجك من كل مكان سوى هذا المتصفح، ومن كل تطبيق فُتح هناك.
own-done-ended = أُنهيت الجلسة.
own-done-ended-others = أُنهيت كل الجلسات الأخرى.

# What applications may do. $name is an application or an API.
own-applications = التطبيقات المتصلة
own-applications-lead = ما سمحت به يبقى حتى تسحبه.
own-applications-none = لا يمكن لأي تطبيق أن يفعل شيئًا عنك.
own-allowed = سُمح به: { $date }
own-permissions = الأذونات في { $name }
own-revoke = سحب
own-revoke-named = سحب ما يُسمح به لـ { $name }
own-revoke-question = هل تريد سحب ما يُسمح به لـ { $name }؟
own-revoke-consequence = يُسجَّل خروجك منه، ولا يمكنه فعل شيء عنك حتى تسمح له مجددًا.
own-done-revoked = لم يعد بإمكانه فعل شيء عنك.

# Tokens of one's own.
own-tokens = رموز الوصول الشخصية
own-tokens-lead = لبرامجك التي تعمل نيابة عنك. احفظها كما تحفظ كلمات المرور.
own-tokens-none = لا يوجد رمز بعد.
own-create-token = إنشاء رمز
own-token-name-hint = الغرض منه، مثل «نص النسخ الاحتياطي».
own-token-expiry = ينتهي
own-token-never = أبدًا
own-token-days = { $count ->
    [one] بعد يوم واحد
    [two] بعد يومين
    [few] بعد { $count } أيام
   *[other] بعد { $count } يومًا
}
own-token-title = احفظ هذا الرمز الآن
own-token-shown = يُعرض هذه المرة فقط. إن ضاع فأنشئ غيره واحذفه.
own-token-saved = حفظته
own-delete = حذف
own-delete-named = حذف { $name }
own-delete-question = هل تريد حذف { $name }؟
own-delete-token-consequence = لن تتمكن البرامج التي تستخدمه من العمل نيابة عنك.
own-token-taken = لديك رمز بهذا الاسم. اختر اسمًا آخر.
own-token-many = لديك أقصى عدد من الرموز. احذف واحدًا أولًا.
own-ends = ينتهي: { $date }
own-ended = انتهى
own-done-token-deleted = تم حذف الرمز.

# Where somebody belongs. $name is an organization.
own-organizations = المؤسسات
own-organizations-lead = التي تنتمي إليها والتي دُعيت إليها.
own-organizations-none = لا تنتمي إلى أي مؤسسة.
own-invitations = الدعوات
own-invited-by = دعوة من { $name }
own-accept = قبول
own-accept-named = قبول الدعوة إلى { $name }
own-decline = رفض
own-decline-named = رفض الدعوة إلى { $name }
own-leave = مغادرة
own-leave-named = مغادرة { $name }
own-leave-question = هل تريد مغادرة { $name }؟
own-leave-consequence = تفقد أدوارك ووصولك هناك فورًا، ولا تعود إلا بدعوة.
own-last-administrator = لن يتمكن أحد غيرك من إدارة { $name }. امنح أحدًا هناك الدور أولًا.
own-invitation-gone = لم تعد هذه الدعوة موجودة.
own-done-joined = أصبحت عضوًا في المؤسسة.
own-done-declined = رُفضت الدعوة.
own-done-left = غادرت المؤسسة.

# Taking everything along, and the end. $text is what is typed.
own-data = بياناتك
own-data-lead = خذ ما يُحفظ عنك أو احذف حسابك.
own-export = تنزيل بياناتك
own-export-lead = كل ما يُحفظ عنك في ملف JSON واحد، دون كلمات المرور والأسرار الأخرى.
own-export-often = نزّلتها كثيرًا الآن. حاول مجددًا بعد ساعة.
own-delete-account = حذف الحساب
own-delete-account-lead = يُحذف فورًا وإلى الأبد.
own-delete-account-question = هل تريد حذف حسابك؟
own-delete-everything = يُحذف ملفك وجلساتك وخطواتك الثانية ورموزك، ولا يمكن لأحد استعادتها.
own-delete-memberships = تغادر كل مؤسسة تنتمي إليها، ويفقد كل تطبيق حسابك.
own-delete-type = اكتب { $text } للتأكيد
own-delete-mistyped = اكتب بالضبط: { $text }
own-deleted-title = حُذف حسابك
own-deleted-lead = سُجّل خروجك من كل مكان. يمكنك إغلاق هذه الصفحة.

# Moments.
own-now = الآن
own-minutes = { $count ->
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $count } دقائق
   *[other] قبل { $count } دقيقة
}
own-hours = { $count ->
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $count } ساعات
   *[other] قبل { $count } ساعة
}
own-days = { $count ->
    [one] أمس
    [two] قبل يومين
    [few] قبل { $count } أيام
   *[other] قبل { $count } يومًا
}
own-date = { $month ->
    [1] { $day } يناير { $year }
    [2] { $day } فبراير { $year }
    [3] { $day } مارس { $year }
    [4] { $day } أبريل { $year }
    [5] { $day } مايو { $year }
    [6] { $day } يونيو { $year }
    [7] { $day } يوليو { $year }
    [8] { $day } أغسطس { $year }
    [9] { $day } سبتمبر { $year }
    [10] { $day } أكتوبر { $year }
    [11] { $day } نوفمبر { $year }
   *[other] { $day } ديسمبر { $year }
}
