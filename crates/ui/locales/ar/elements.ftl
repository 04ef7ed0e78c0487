# What only the elements for other applications say. $name is a member.
elements-close = إغلاق
elements-unreachable = تعذر الوصول إلى الخادم. تحقق من اتصالك ثم حاول مجددًا.
elements-signed-out = لم تعد مسجّل الدخول إلى هذه المؤسسة. سجّل الدخول مجددًا للمتابعة.
elements-loading = جارٍ التحميل…
elements-change-roles = تغيير الأدوار
elements-roles-of = أدوار { $name }
