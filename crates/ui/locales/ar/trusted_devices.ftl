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
