### ما يقوله Grandstand بالعربية. في كل فهرس الرسائل نفسها والمتغيّرات نفسها.

## كل الصفحات

kit-tagline = الليلة التي يحضر فيها الجميع.
kit-skip = انتقل إلى المحتوى
kit-language = اللغة
kit-theme-auto = المظهر: تلقائي
kit-theme-light = المظهر: فاتح
kit-theme-dark = المظهر: داكن
kit-loading = لحظة من فضلك…
kit-try-again = حاول مرة أخرى
kit-load-more = عرض المزيد
kit-cancel = إلغاء
kit-sign-out = تسجيل الخروج
kit-console = لوحة التحكم
kit-fan-page = إلى المظاريف
kit-role-fan = مشجّع
kit-role-operator = مشغّل
kit-role-auditor = مدقّق
kit-role-noc = عضو لجنة
kit-role-replay = مشغّل الإعادة
kit-unreachable = لا اتصال بالخادم. تحقّق من شبكتك ثم حاول مرة أخرى.

## الأخطاء بحسب رمزها الثابت

error-auth-missing = لم تسجّل الدخول.
error-auth-invalid = تسجيل الدخول هذا غير صالح.
error-auth-expired = انتهت صلاحية تسجيل دخولك.
error-auth-code_used = انتهت صلاحية رابط الدخول هذا أو سبق استخدامه.
error-auth-forbidden = دورك لا يسمح بهذا.
error-auth-guests_closed = لا يمكن للضيوف فتح المظاريف هنا. استخدم رابط الدخول الذي أُرسل إليك.
error-auth-cross_site = جاء الطلب من موقع آخر فرُفض.
error-request-invalid = في الطلب شيء غير صحيح. تحقّق مما أدخلته.
error-request-too_large = الطلب أكبر من المسموح.
error-request-timeout = استغرق وصول الطلب وقتًا طويلًا. حاول مرة أخرى.
error-request-not_found = لا شيء في هذا العنوان.
error-limit-rate = طلباتك كثيرة جدًا. انتظر لحظة من فضلك.
error-server-overloaded = عدد الحاضرين كبير جدًا الآن. حاول مرة أخرى بعد لحظات.
error-database-unavailable = يتعذّر الوصول إلى السجلات حاليًا. لن يضيع شيء؛ حاول مرة أخرى بعد قليل.
error-server-internal = حدث خطأ من جانبنا.
error-campaign-pool_unknown = هذه الحملة غير موجودة.
error-campaign-not_open = لا يمكن فتح المظاريف حاليًا.
error-campaign-gone = وُزّعت كل المظاريف.
error-campaign-occasion_unknown = لا توجد مناسبة كهذه في هذه الحملة.
error-campaign-state_conflict = حالة الصندوق لا تسمح بهذا. ربما سبقك شخص آخر.
error-campaign-plan_invalid = هذه الخطة غير متّسقة. تحقّق من المبالغ وعدد الحصص والمناسبات.

## صفحة المشجّع

fan-page-title = مظروفك الأحمر · Grandstand
fan-eyebrow = مظروف أحمر
fan-lead = واحد منها لك. افتحه متى شئت: يُفتح مرة واحدة فقط مهما تكرّر طلبك.
fan-open = افتح المظروف
fan-opening = جارٍ الفتح…
fan-open-again = افتحه مرة أخرى
fan-next = المظروف التالي
fan-yours = لك
fan-opened = لقد فتحت هذا المظروف. اطلبه كلما شئت: الحصة نفسها والمبلغ نفسه.
fan-paused = المظاريف متوقفة للحظات. لن يضيع شيء، وستنتبه هذه الصفحة عند استئنافها.
fan-closed = انتهت هذه الحملة. ما حصلت عليه يبقى في محفظتك.
fan-gone = وُزّعت كل المظاريف، وآخرها وصل إلى صاحبه للتو.
fan-waiting = مكانك محفوظ؛ { $seconds ->
    [zero] سنطلب مجددًا الآن
    [one] سنطلب مجددًا بعد ثانية واحدة
    [two] سنطلب مجددًا بعد ثانيتين
    [few] سنطلب مجددًا بعد { $seconds } ثوانٍ
    [many] سنطلب مجددًا بعد { $seconds } ثانية
   *[other] سنطلب مجددًا بعد { $seconds } ثانية
}.
fan-asking = مكانك محفوظ؛ نطلب الآن.
fan-announcement = حصلت على { $amount } من «{ $title }».
fan-valid-until = صالح حتى { $date }
fan-empty-title = لا مظاريف بعد
fan-empty-text = لا شيء لفتحه حاليًا. عُد عندما تبدأ الأمسية.

wallet-title = محفظتك
wallet-empty = لا شيء هنا بعد. المظاريف التي تفتحها تُحفظ هنا.
wallet-share = الحصة رقم { $share }
wallet-pool-unknown = الحملة رقم { $pool }

## صفحة الدخول

sign-in-page-title = تسجيل الدخول · Grandstand
sign-in-title = تسجيل الدخول
sign-in-working = جارٍ التحقّق من رابطك…
sign-in-done = تم تسجيل دخولك. ننقلك الآن…
sign-in-no-code = تحتاج هذه الصفحة إلى رابط دخول. افتح الرابط الذي أُرسل إليك؛ فهو يعمل مرة واحدة.
sign-in-refused = اطلب رابطًا جديدًا ممن أرسله إليك. كل رابط يعمل مرة واحدة ولمدة قصيرة فقط.

## لوحة التحكم

console-page-title = لوحة التحكم · Grandstand
console-title = لوحة التحكم
console-gate-title = هذه الصفحة للمشغّلين
console-gate-signed-out = لم تسجّل الدخول. افتح رابط دخول لمشغّل أو مدقّق.
console-gate-role = دورك الحالي: { $role }. تحتاج هذه الصفحة إلى مشغّل أو مدقّق.
console-auditor-note = سجّلت الدخول مدقّقًا: ترى كل شيء ولا تغيّر شيئًا.
console-pool = الصندوق
console-no-pools = لا يوجد صندوق بعد.
console-new-pool = صندوق جديد
console-figures = الأرقام الرئيسية
console-state = الحالة
console-state-draft = مسودة
console-state-open = مفتوح
console-state-paused = متوقف مؤقتًا
console-state-closed = مغلق
console-remaining = المتبقّي
console-spent = المصروف
console-of-total = من { $total }
console-of-budget = { $part } من الميزانية
console-granted = الحصص الممنوحة
console-of-shares = من { NUMBER($shares) }
console-rate = المنح في الثانية
console-lanes = { $lanes ->
    [zero] دون مسارات
    [one] على مسار واحد
    [two] على مسارين
    [few] على { $lanes } مسارات
    [many] على { $lanes } مسارًا
   *[other] على { $lanes } مسار
}
console-live = مباشر
console-reconnecting = جارٍ إعادة الاتصال…
console-burn-down = استهلاك الميزانية
console-plot = منحنى الميزانية المتبقّية عبر الزمن؛ الأرقام نفسها في الجدول.
console-table-caption = الميزانية المتبقّية عبر الزمن
console-column-time = الوقت
console-column-remaining = المتبقّي
console-column-granted = الممنوح
console-no-points = لم تُمنح أي حصة بعد. يبدأ المنحنى مع أول حصة.
console-acts = سجل التدقيق
console-acts-caption = من غيّر هذا الصندوق ومتى ولماذا
console-acts-empty = لم يُجرَ شيء على هذا الصندوق بعد.
console-column-when = متى
console-column-act = الإجراء
console-column-reason = السبب
console-column-who = من
console-act-pool-created = إنشاء
console-act-pool-opened = فتح
console-act-pool-paused = إيقاف مؤقت
console-act-pool-resumed = استئناف
console-act-pool-closed = إغلاق

console-do-open = فتح
console-do-pause = إيقاف مؤقت
console-do-resume = استئناف
console-do-close = إغلاق
console-ask-open = هل تفتح هذا الصندوق؟
console-ask-pause = هل توقف هذا الصندوق مؤقتًا؟
console-ask-resume = هل تستأنف هذا الصندوق؟
console-ask-close = هل تغلق هذا الصندوق نهائيًا؟
console-effect-open = يستطيع المشجّعون فتح المظاريف فورًا.
console-effect-pause = لا يُفتح أي مظروف حتى تستأنف. تبقى الحصص الممنوحة كما هي.
console-effect-resume = يستطيع المشجّعون فتح المظاريف من جديد فورًا.
console-effect-close = الصندوق المغلق لا يُفتح مرة أخرى أبدًا. تبقى الحصص الممنوحة كما هي.
console-confirm-open = افتح الصندوق
console-confirm-pause = أوقف الصندوق مؤقتًا
console-confirm-resume = استأنف الصندوق
console-confirm-close = أغلق الصندوق
console-reason = السبب
console-reason-hint = يُحفظ في سجل التدقيق، من { $min } إلى { $max } حرف.
console-reason-missing = اكتب سببًا من { $min } إلى { $max } حرف.
console-done-open = الصندوق مفتوح.
console-done-pause = الصندوق متوقف مؤقتًا.
console-done-resume = الصندوق مفتوح من جديد.
console-done-close = الصندوق مغلق.

console-form-titles = العنوان
console-form-titles-hint = لغة واحدة على الأقل؛ يرى المشجّعون لغتهم وإلا فالإنجليزية.
console-form-budget = الميزانية
console-form-total = المبلغ الإجمالي
console-form-currency = العملة
console-form-shares = عدد الحصص
console-form-minimum = أصغر حصة
console-form-curve = التوزيع
console-form-curve-uniform = بالقرعة
console-form-curve-equal = بالتساوي
console-form-occasions = المناسبات
console-form-occasions-hint = افصل بينها بفواصل. لكل مشجّع حصة واحدة في كل مناسبة.
console-form-valid-until = الحصص صالحة حتى (اختياري)
console-form-submit = أنشئ مسودة
console-form-wrong-title = اكتب عنوانًا بلغة واحدة على الأقل.
console-form-wrong-currency = اكتب رمز عملة من ثلاثة أحرف، مثل CNY.
console-form-wrong-amount = اكتب المبالغ أرقامًا بسيطة، مثل 200000 أو 0.01.
console-form-wrong-shares = اكتب عدد الحصص عددًا صحيحًا، 1 أو أكثر.
console-form-wrong-budget = المبلغ الإجمالي لا يكفي: كل حصة تحتاج إلى أصغر مبلغ على الأقل.
console-form-wrong-occasions = اذكر من 1 إلى { $max } مناسبات.
console-form-done = أُنشئ الصندوق مسودة.

## العرض التجريبي

demo-pool-title = مظروف ليلة الافتتاح
demo-night-title = ليلة السادس من فبراير
