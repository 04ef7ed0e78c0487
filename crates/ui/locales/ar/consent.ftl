# May this application have what it asks for? $name is the application.
consent-document-title = السماح لـ { $name }
consent-title = يطلب { $name } إذن الوصول
consent-lead = سيتمكن من فعل ما هو مذكور هنا إلى أن تسحب الإذن أنت أو أحد المسؤولين.
signed-in-as = مسجّل الدخول باسم
consent-account = حسابك
consent-your-organizations = مؤسساتك
consent-organizations = المؤسسات التي يمكنه العمل فيها
consent-organizations-hint = لا يرى إلا المؤسسات التي تحددها.
consent-allow = السماح
consent-deny = الرفض
consent-return = ستعود إلى { $host }. لا تسمح إلا للتطبيقات التي تثق بها.
consent-device = أنت تسجّل الدخول على جهاز. لا تسمح إلا للتطبيقات التي تثق بها.
consent-nothing-new = لا يطلب شيئًا جديدًا. ما سمحت به من قبل يبقى مسموحًا به.
consent-nothing-open = ما يطلبه يخص مؤسسات لا يمكنه العمل فيها. السماح لا يضيف شيئًا. ما سمحت به من قبل يبقى مسموحًا به.
consent-out-of-date = كان هذا النموذج قديمًا. قرّر مرة أخرى.
consent-undecided = اختر السماح أو الرفض.
consent-left = لم تعد عضوًا في مؤسسة اخترتها. اختر مرة أخرى.
scope-openid = التعرف على حسابك
scope-offline-access = البقاء مسجّل الدخول أثناء غيابك
scope-profile = رؤية اسمك واسم المستخدم وصورتك
scope-email = رؤية بريدك الإلكتروني
scope-phone = رؤية رقم هاتفك
scope-address = رؤية عنوانك البريدي
scope-custom-data = رؤية بيانات أخرى محفوظة عنك
scope-identities = رؤية الحسابات التي ربطتها
scope-roles = رؤية أدوارك
scope-organizations = رؤية المؤسسات التي تنتمي إليها
scope-organization-roles = رؤية أدوارك في المؤسسات
scope-sessions = رؤية جلساتك وإنهاؤها

# The end of a session.
sign-out-title = هل تريد تسجيل الخروج؟
sign-out-lead = سيتم تسجيل خروجك من { $name } ومن كل تطبيق فتحته بهذا الحساب في هذا المتصفح.
sign-out-stay = البقاء مسجّل الدخول
sign-out-button = تسجيل الخروج
signed-out-title = تم تسجيل الخروج
signed-out-lead = لقد سجّلت الخروج بنجاح.
taking-you-back = جارٍ إعادتك إلى التطبيق…

# Pages that only say something.
unknown-session-title = لم يعد تسجيل الدخول هذا جاريًا
unknown-session-lead = انتهت صلاحيته، أو اكتمل في علامة تبويب أخرى، أو فُتحت هذه الصفحة من إشارة مرجعية. عد إلى التطبيق وسجّل الدخول من هناك.
not-found-title = لا توجد صفحة كهذه
not-found-lead = قد يكون في العنوان خطأ، أو أن الصفحة نُقلت.
failed-title = لم ينجح ذلك
failed-title-forbidden = لم يكن ذلك مسموحًا
failed-title-server = حدث خطأ من جانبنا
failed-lead = عد إلى التطبيق وابدأ من جديد.
failed-lead-server = لم يكتمل طلبك. حاول مرة أخرى؛ وإذا تكرر ذلك فأخبر من يدير هذا الخادم.
details = تفاصيل للمطور
details-status = الحالة
details-code = الرمز
details-description = الوصف
