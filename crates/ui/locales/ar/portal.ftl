# The organization portal. What is around its pages. $name is an organization, a member or an API key, $date a moment.
portal-organization = المؤسسة
portal-switch = الانتقال إلى مؤسسة أخرى
portal-general = عام
portal-members = الأعضاء
portal-roles = الأدوار
portal-sign-in = تسجيل الدخول
portal-domains = النطاقات
portal-keys = مفاتيح API
portal-activity = النشاط
portal-no-roles = لا أدوار
portal-range = { $first }–{ $last } من { $total }
portal-show-all = عرض الكل
portal-created = أُنشئ
portal-created-on = أُنشئ: { $date }
portal-gone-for-good = لا يمكن التراجع عن ذلك.
portal-somebody = شخص ما

# One's organizations, and a new one.
portal-home-lead = اختر مؤسسة لترى أعضاءها وإعداداتها.
portal-create = إنشاء مؤسسة
portal-create-lead = تصبح أول عضو فيها ويمكنك دعوة الآخرين.
portal-see-invitation = عرض الدعوة
portal-search = البحث بالاسم أو المعرّف
portal-none-lead = تجمع المؤسسة أفراد شركة أو فريق واحد. عندما يدعوك أحد تظهر الدعوة هنا وفي بريدك الإلكتروني.
portal-no-match-lead = لا تحتوي أي من مؤسساتك على هذا في اسمها أو معرّفها.
portal-name-hint = ما يسميها به أعضاؤها.
portal-description = الوصف
portal-description-hint = اختياري، حتى 256 حرفًا.

# What an organization is called and how it looks, and the ways out of it.
portal-general-lead = اسم المؤسسة وكيف تبدو صفحاتها لأعضائها.
portal-profile-lead = يراه الأعضاء في القوائم وفي الدعوات.
portal-profile-locked = لا تسمح أدوارك بتغييره.
portal-brand = العلامة
portal-brand-lead = الشعار واللون في هذه البوابة وفي صفحات تسجيل الدخول التي تُفتح للمؤسسة. يبقى تباين النصوص كافيًا مهما كان اللون.
portal-logo = الشعار
portal-logo-hint = عنوان صورة يبدأ بـ ‎https://‎.
portal-logo-dark = الشعار على خلفية داكنة
portal-optional = اختياري.
portal-color = اللون
portal-color-hint = بالشكل ‎#rrggbb‎.
portal-color-dark = اللون في الوضع الداكن
pick-color = { $label }: منتقي الألوان
portal-about = معلومات
portal-about-lead = ما تخبر به الدعم عندما تسأل عن هذه المؤسسة.
portal-organization-id = معرّف المؤسسة
portal-your-roles = أدوارك
portal-leaving = المغادرة والحذف
portal-leaving-lead = نسألك مرة أخرى قبل أن يحدث أي شيء.
portal-leave = مغادرة المؤسسة
portal-leave-hint = تفقد وصولك، ولا تعود إلا إذا دعاك أحد.
portal-delete = حذف المؤسسة
portal-delete-hint = للجميع ومع كل ما فيها. لا يمكن التراجع عن ذلك.
portal-delete-access = يفقد كل عضو وصوله فورًا.
portal-delete-everything = تُحذف معها دعوات المؤسسة ومفاتيح API والنطاقات المؤكدة.

# Members and roles.
portal-members-lead = كل من ينتمي إلى المؤسسة. تحدد الأدوار ما يمكن لكل منهم فعله.
portal-members-pages = صفحات الأعضاء
portal-search-members = البحث بالاسم أو البريد الإلكتروني أو المعرّف
portal-nobody-title = لا أحد يطابق
portal-nobody-lead = لا يوجد هذا في اسم أي عضو أو اسم المستخدم أو البريد الإلكتروني أو رقم الهاتف أو المعرّف.
portal-last-sign-in = آخر تسجيل دخول
portal-never = أبدًا
portal-actions = الإجراءات
portal-suspended = موقوف
portal-you = أنت
portal-manage = إدارة
portal-manage-named = إدارة { $name }
portal-account = الحساب
portal-user-id = معرّف المستخدم
portal-roles-lead = يمنح الدور مجموعة من الأذونات في هذه المؤسسة. تسري التغييرات فورًا.
portal-member-roles = أدوار هذا العضو
portal-roles-hint = لا يمكنك منح دور أو سحبه إلا إذا كنت تملك أذوناته بنفسك.
portal-role-locked = يسمح بأكثر مما يُسمح لك به، لذا لا يمكنك منحه ولا سحبه.
portal-save-roles = حفظ الأدوار
portal-remove-member = إزالة العضو
portal-remove-member-access = يفقد أدواره ووصوله إلى المؤسسة فورًا.
portal-remove-member-account = يبقى حسابه، ويمكنك دعوته مجددًا.
portal-all-roles-lead = ما يمكن منحه للأعضاء وما يسمح به كل دور. يحددها المنتج، وهي نفسها في كل مؤسسة.
portal-yours = دورك
portal-keys-only = مفاتيح API فقط
portal-gives-nothing = لا يمنح أي أذونات.
portal-in-organization = في المؤسسة

# Invitations that an organization sends.
portal-invitations-lead = من دُعوا إلى الانضمام. على من يقبل أن يسجّل الدخول بالعنوان المدعو.
portal-invitations-pages = صفحات الدعوات
portal-which-invitations = أي دعوات
portal-pending = قيد الانتظار
portal-accepted = مقبولة
portal-expired = منتهية
portal-revoked = مسحوبة
portal-all = الكل
portal-no-invitations-title = لا دعوات هنا
portal-no-invitations-lead = ادعُ شخصًا بالبريد الإلكتروني: يحصل على رابط ومعه الأدوار التي تختارها.
portal-address = العنوان
portal-sent = أُرسلت
portal-copy-link = نسخ الرابط
portal-resend = إعادة الإرسال
portal-revoke = سحب
portal-revoke-question = هل تريد سحب الدعوة المرسلة إلى { $name }؟
portal-revoke-consequence = يتوقف رابطها عن العمل فورًا. يمكنك دعوة العنوان مجددًا.
portal-revoke-invitation = سحب الدعوة
portal-invite = دعوة أشخاص
portal-invite-lead = يصلهم رابط بالبريد الإلكتروني، وبه يسجّلون الدخول أو ينشئون حسابًا ويصبحون أعضاء بالأدوار أدناه.
portal-invitee-hint = لا يمكن أن يقبل إلا حساب بهذا العنوان.
portal-missing-invitee = أدخل عنوان بريد إلكتروني.
portal-invite-roles-hint = ما يمكنهم فعله بعد الانضمام. يمكن تغييره لاحقًا.
portal-lifetime = يمكن قبولها خلال
portal-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
portal-send = إرسال الدعوة بالبريد الإلكتروني
portal-send-hint = وإلا فانسخ رابطها من القائمة وسلّمه بنفسك.
portal-waits-already = هناك دعوة إلى هذا العنوان تنتظر الرد. أعد إرسالها أو اسحبها من القائمة.

# The page that the link of an invitation opens. $address is what somebody is signed in with.
portal-invited-title = دُعيت إلى مؤسسة
portal-invited-lead = سجّل الدخول بعنوان البريد الإلكتروني الذي أُرسلت إليه الدعوة، أو أنشئ حسابًا به. ثم تعود إلى هنا.
portal-join-title = هل تريد الانضمام إلى { $name }؟
portal-join-lead = دُعيت لتصبح عضوًا في { $name }.
portal-joined-title = أنت عضو بالفعل
portal-joined-lead = قُبلت هذه الدعوة إلى { $name }.
portal-over-title = انتهت هذه الدعوة
portal-over-lead = انقضت مدة قبولها. اطلب من أحد في { $name } أن يدعوك مجددًا.
portal-taken-back-title = سُحبت هذه الدعوة
portal-taken-back-lead = رُفضت أو سُحبت. اطلب من أحد في { $name } أن يدعوك مجددًا.
portal-other-account-title = هذه الدعوة لحساب آخر
portal-other-account-lead = سجّلت الدخول بـ { $address }، ولا توجد دعوة كهذه لهذا العنوان. سجّل الدخول بالعنوان الذي أُرسلت إليه الرسالة.
portal-no-address-lead = سجّلت الدخول بحساب ليس له بريد إلكتروني مؤكد. سجّل الدخول بالعنوان الذي أُرسلت إليه الرسالة.
portal-no-invitation-title = لا يمكن عرض الدعوة

# How members come in. $name is a domain.
portal-sign-in-lead = ما تطلبه المؤسسة من أعضائها عند دخولهم.
portal-factor = الخطوة الثانية
portal-factor-lead = إلى جانب كلمة المرور: تطبيق مصادقة أو مفتاح مرور أو رمز احتياطي.
portal-factor-label = طلب خطوة ثانية من كل عضو
portal-factor-hint = لا يدخل المؤسسة من ليست لديه خطوة ثانية من الأعضاء حتى يعدّها. ويشملك ذلك.
portal-domains-lead = أثبت أن النطاق لك، فيصبح من يسجّل بعنوان منه عضوًا تلقائيًا.
portal-add-domain = إضافة نطاق
portal-domain-hint = الجزء الذي يلي @ في عناوينكم، مثل fjord.example.
portal-missing-domain = أدخل نطاقًا.
portal-no-domains-title = لم يثبت أي نطاق بعد
portal-no-domains-lead = أضف نطاقًا وانشر في DNS الخاص به السجل الذي تحصل عليه، ثم أكّده. لا يُحتسب شيء قبل ذلك.
portal-verified = مؤكد
portal-verified-lead = من يسجّل بعنوان من هذا النطاق يصبح عضوًا.
portal-unverified-lead = انشر هذا السجل حيث يوجد DNS النطاق، ثم أكّده هنا.
portal-record = السجل المطلوب نشره
portal-record-lead = قد تمر بضع دقائق قبل أن يظهر. يمكنك مغادرة هذه الصفحة والعودة بعنوانها.
portal-record-done = أدى عمله ويمكن حذفه، ويبقى النطاق حتى تزيله هنا.
portal-record-type = النوع
portal-record-value = القيمة
portal-found = وُجد بدلًا منه
portal-found-lead = ما يوجد الآن تحت هذا الاسم.
portal-verify = تأكيد النطاق
portal-remove-domain = إزالة النطاق
portal-remove-domain-new = لن يصبح من يسجّل بعنوان منه عضوًا تلقائيًا.
portal-remove-domain-members = يبقى الأعضاء أعضاء.

# API keys.
portal-keys-lead = لبرامجك التي تعمل في هذه المؤسسة دون شخص. لكل مفتاح أدواره.
portal-keys-pages = صفحات مفاتيح API
portal-no-keys-title = لا مفاتيح API بعد
portal-no-keys-lead = مفتاح API معرّف وسر. يبادلهما برنامج برمز يصلح في هذه المؤسسة، بأذونات الأدوار التي تمنحها له.
portal-create-key = إنشاء مفتاح API
portal-create-key-lead = يُعرض سره مرة واحدة بعد ذلك مباشرة. جهّز له مكانًا آمنًا.
portal-key-name-hint = فيمَ يُستخدم، مثل «التصدير الليلي».
portal-no-key-roles = ليس في المنتج أدوار لمفاتيح API بعد، لذا لن يتمكن هذا المفتاح من فعل شيء.
portal-key = مفتاح API
portal-key-lead = يسجّل البرنامج الدخول بمعرّف العميل وأحد الأسرار.
portal-client-id = معرّف العميل
portal-key-roles = أدوار مفتاح API هذا
portal-key-roles-lead = ما يمكن للبرنامج فعله في هذه المؤسسة.
portal-secret = السر
portal-secrets = الأسرار
portal-secrets-lead = لاستبدال سر دون انقطاع، أنشئ ثانيًا وانتقل إليه ثم احذف الأول.
portal-no-secrets-title = لا سر
portal-no-secrets-lead = من دون سر لا يمكن للبرنامج تسجيل الدخول.
portal-new-secret = سر جديد
portal-new-secret-hint = حروف لاتينية بلا علامات وأرقام و - و _.
portal-create-secret = إنشاء سر
portal-delete-secret = حذف السر
portal-delete-secret-consequence = لن تتمكن البرامج التي تستخدمه من تسجيل الدخول، فورًا.
portal-secret-title = احفظ هذا السر الآن
portal-secret-lead = يُعرض هذه المرة فقط. إن ضاع فأنشئ غيره واحذفه.
portal-delete-key = حذف مفتاح API
portal-delete-key-consequence = تتوقف كل أسراره عن العمل، ولن تتمكن البرامج التي تستخدمه من تسجيل الدخول.
portal-token = الحصول على رمز
portal-token-lead = يصلح ساعة وفي هذه المؤسسة فقط.

# What was done. $actor is who did it, $target whom or what it was done to.
portal-activity-lead = ما حدث في المؤسسة ومن فعله، الأحدث أولًا.
portal-activity-pages = صفحات النشاط
portal-no-activity-title = لم يُسجَّل شيء بعد
portal-no-activity-lead = تظهر هنا تغييرات المؤسسة وأعضائها وأدوارهم مع من أجراها.
portal-failed = لم ينجح
portal-did-create = { $actor }: إنشاء المؤسسة
portal-did-change = { $actor }: تغيير المؤسسة
portal-did-delete = { $actor }: حذف المؤسسة
portal-did-add-member = { $actor }: إضافة العضو { $target }
portal-did-remove-member = { $actor }: إزالة العضو { $target }
portal-did-change-roles = { $actor }: تغيير أدوار { $target }
portal-did-create-key = { $actor }: إنشاء مفتاح API ‏{ $target }
portal-did-delete-key = { $actor }: حذف مفتاح API ‏{ $target }
portal-did-change-key = { $actor }: تغيير مفتاح API ‏{ $target }
portal-did-add-key = { $actor }: إضافة مفتاح API ‏{ $target }
portal-did-remove-key = { $actor }: إزالة مفتاح API ‏{ $target }
portal-did-change-key-roles = { $actor }: تغيير أدوار مفتاح API ‏{ $target }
portal-did-create-secret = { $actor }: إنشاء سر لمفتاح API ‏{ $target }
portal-did-rename-secret = { $actor }: إعادة تسمية سر لمفتاح API ‏{ $target }
portal-did-delete-secret = { $actor }: حذف سر لمفتاح API ‏{ $target }
portal-did-verify-domain = { $actor }: تأكيد النطاق { $target }
portal-did-remove-domain = { $actor }: إزالة النطاق { $target }
portal-did-invite = { $actor }: دعوة { $target }
portal-did-accept = { $actor }: قبول دعوة
portal-did-end-invitation = { $actor }: رفض دعوة أو سحبها
portal-did-revoke = { $actor }: سحب دعوة
portal-did-send = { $actor }: إرسال رسالة دعوة
portal-did-fetch-token = { $actor }: الحصول على رمز لمفتاح API
portal-did-open = { $actor }: فتح المؤسسة في تطبيق
portal-did-other = { $actor }: إجراء آخر

# What came of a step.
portal-done-created = أُنشئت المؤسسة. أنت أول عضو فيها.
portal-done-deleted = حُذفت المؤسسة.
portal-done-roles = حُفظت الأدوار.
portal-done-removed = أُزيل العضو.
portal-done-invited = الدعوة في طريقها.
portal-done-invited-silently = أُنشئت الدعوة. انسخ رابطها وسلّمه.
portal-done-resent = أُرسلت الدعوة مرة أخرى.
portal-done-revoked = سُحبت الدعوة. لم يعد رابطها يعمل.
portal-done-accepted = مرحبًا بك. أنت عضو الآن.
portal-done-verified = أُكّد النطاق.
portal-done-domain-removed = أُزيل النطاق.
portal-done-key-deleted = حُذف مفتاح API. لم تعد أسراره تعمل.
portal-done-secret-deleted = حُذف السر. لم يعد يعمل.

# What is wrong, and what to do. $names are roles.
portal-no-permission = لا تسمح أدوارك في هذه المؤسسة بذلك. اسأل أحد مسؤولي المؤسسة.
portal-not-a-member = لم تعد عضوًا في هذه المؤسسة. اطلب من أحد المسؤولين دعوتك.
portal-last-administrator = لن يتمكن أحد عندئذ من إدارة المؤسسة. امنح شخصًا آخر دورًا يمكنه ذلك أولًا.
portal-exceeds-own = هذا يمنح أو يسحب أذونات لا تملكها بنفسك.
portal-exceeds-own-roles = لا يمكنك منح أذونات أو سحبها إلا إذا كنت تملكها بنفسك، وهذه الأدوار فيها أكثر: { $names }.
portal-too-often = كثير جدًا في الساعة الأخيرة. انتظر قليلًا ثم حاول مجددًا.
portal-too-often-address = دُعي هذا العنوان مرات كثيرة جدًا خلال يوم واحد. حاول مجددًا غدًا.
portal-too-often-message = أُرسلت هذه الرسالة قبل بضع دقائق. انتظر عشر دقائق ثم حاول مجددًا.
portal-quota-members = لا يمكن إضافة أعضاء ودعوات مفتوحة أكثر هنا. أزل واحدًا أولًا، أو اطلب المزيد من مشغّل هذا الخادم.
portal-quota-organizations = لا يمكن أن تكون لك مؤسسات أكثر. غادر واحدة أولًا، أو اطلب المزيد من مشغّل هذا الخادم.
portal-quota-keys = لا يمكن إضافة مفاتيح API أكثر هنا. احذف واحدًا أولًا، أو اطلب المزيد من مشغّل هذا الخادم.
portal-quota-secrets = لا يمكن أن يكون لمفتاح API المزيد من الأسرار. احذف أحدها أولًا، أو اطلب المزيد ممن يدير هذا الخادم.
portal-quota-invitations = لا يمكن أن يكون هنا المزيد من الدعوات. اسحب إحداها أولًا، أو اطلب المزيد ممن يدير هذا الخادم.
portal-quota = لا يمكن إضافة المزيد هنا. أزل شيئًا أولًا، أو اطلب المزيد من مشغّل هذا الخادم.
portal-invitation-over = أُجيب على هذه الدعوة أو سُحبت من قبل، أو انتهت مدتها.
portal-not-invited = لا توجد دعوة كهذه لعنوان البريد الإلكتروني لحسابك.
portal-no-mail = لا يمكن لهذا الخادم إرسال البريد الإلكتروني. أوقف الإرسال وسلّم الرابط بنفسك.
portal-mail-limit = وصلت إلى هذا العنوان رسائل كثيرة مؤخرًا. انتظر قليلًا ثم حاول مجددًا.
portal-roles-gone = لم يعد أحد الأدوار موجودًا. راجع الأدوار وحاول مجددًا.
portal-domain-not-proven = لم يُعثر على السجل بعد. تحقق من اسمه وقيمته، فقد تستغرق تغييرات DNS بضع دقائق حتى تظهر.
portal-domain-lookup = تعذر البحث عن النطاق الآن. حاول مجددًا بعد قليل.
portal-gone = لم يعد موجودًا. ربما أزاله شخص آخر.
portal-undecided = تعذر البت في هذا الآن، ولم يتغير شيء. حاول مجددًا بعد قليل.
portal-check-input = لم ينجح هذا. تحقق مما أدخلته وحاول مجددًا.
portal-empty = لا يمكن أن يكون هذا فارغًا.
portal-length = استخدم من { $min } إلى { $max } حرفًا.
portal-bad-url = أدخل عنوانًا يبدأ بـ ‎https://‎ أو ‎http://‎.
portal-bad-color = أدخل اللون على شكل # وستة محارف من 0–9 وa–f، مثل ‎#1f6f6b‎.
portal-bad-domain = لا يمكن إضافة هذا النطاق. أدخل نطاقًا لك، مثل fjord.example.
portal-bad-secret-name = استخدم حروفًا لاتينية بلا علامات وأرقامًا و - و _، بحد أقصى 128.
portal-bad-lifetime = اختر إحدى المدد المعروضة.
portal-not-yours-title = ليست من مؤسساتك
portal-not-yours-lead = لا توجد مؤسسة كهذه، أو لست عضوًا فيها. إن كان ينبغي أن تكون عضوًا فاطلب دعوة من أحد مسؤوليها.
portal-needs-factor-title = تلزم خطوة ثانية
portal-needs-factor-lead = تطلب هذه المؤسسة من أعضائها خطوة ثانية، وليس لدى حسابك خطوة ثانية. أعدّ واحدة ثم عد.
portal-refused-title = لا يمكن لحسابك الدخول
portal-refused-lead = لا يسمح مشغّل هذا الخادم لحسابك بالدخول. اطلب منه الوصول.
