# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [zero] الوثوق بهذا المتصفح لمدة { $days } يوم
    [one] الوثوق بهذا المتصفح ليوم واحد
    [two] الوثوق بهذا المتصفح ليومين
    [few] الوثوق بهذا المتصفح لمدة { $days } أيام
    [many] الوثوق بهذا المتصفح لمدة { $days } يومًا
   *[other] الوثوق بهذا المتصفح لمدة { $days } يوم
}
trust-device-hint = لن تُطلب منك خطوة ثانية هنا حتى ذلك الحين. لا تختر هذا على حاسوب مشترك.
scope-trusted-devices = رؤية المتصفحات التي تثق بها وإنهاء الثقة
own-trusted = المتصفحات الموثوقة
own-trusted-lead = لا تُطلب منك خطوتك الثانية فيها.
own-trusted-none = لا تثق بأي متصفح.
own-trusted-stop = إلغاء الثقة
own-trusted-stop-named = إلغاء الثقة: { $name }
own-trusted-question = هل تريد إلغاء الثقة بهذا المتصفح؟
own-trusted-consequence = عند تسجيل الدخول التالي باستخدام { $name } ستُطلب منك خطوتك الثانية من جديد. تستمر الجلسات المفتوحة هناك.
own-done-untrusted = لم يعد المتصفح موثوقًا.
