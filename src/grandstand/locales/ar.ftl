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
kit-close = إغلاق
kit-sign-out = تسجيل الخروج
kit-console = لوحة التحكم
kit-fan-page = إلى المظاريف
kit-role-fan = مشجّع
kit-role-operator = مشغّل
kit-role-auditor = مدقّق
kit-role-noc = عضو لجنة
kit-role-replay = مشغّل الإعادة
kit-role-feed = تغذية النتائج
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
error-campaign-occasion_not_earned = يجب أن تستحق هذا الظرف أولاً.
error-campaign-paced = توزَّع الظروف بوتيرة منتظمة. حاول مرة أخرى بعد قليل.
error-waiting-room_unknown = لم يكن لهذا الصندوق طابور من قبل.
error-waiting-not_open = لا حاجة إلى الانتظار الآن. افتحه مباشرة.
error-waiting-rate_invalid = لا يمكن إدخال أحد بهذه الوتيرة. اختر من 1 إلى 100000 في الثانية.
error-waiting-ticket_needed = هناك طابور. خذ رقمًا أولًا.
error-waiting-not_yet = لم يحن دورك بعد. مكانك محفوظ.
error-waiting-ticket_lapsed = فات دورك. خذ رقمًا آخر.
error-waiting-ticket_invalid = هذا الرقم غير صالح هنا. خذ رقمًا آخر.
error-status-incident_unknown = لا يوجد إعلان كهذا.
error-status-incident_invalid = لا يمكن عرض الإعلان هكذا. راجع النصوص واللغات.
error-status-incident_over = لقد انتهى هذا. اكتب إعلانًا آخر.
error-campaign-not_eligible = هذه الظروف مخصصة لآخرين.
error-campaign-switched_off = لا يوزَّع شيء هنا حاليًا. ما لديك يبقى لك.
error-campaign-platform_spent = المنصة التي جئت عبرها وزّعت كل ما لديها.
error-campaign-state_conflict = حالة الصندوق لا تسمح بهذا. ربما سبقك شخص آخر.
error-campaign-plan_invalid = هذه الخطة غير متّسقة. تحقّق من المبالغ وعدد الحصص والمناسبات.
error-campaign-claim_unknown = ليست لك حصة في هذه المناسبة.
error-campaign-raise_unknown = هذه الزيادة غير موجودة.
error-campaign-receipt_invalid = لا يُثبت هذا الإيصال ما يقوله.
error-campaign-ledger_invalid = هذا الملف ليس سجلًا يمكن التحقّق منه.
error-programme-unknown = لا يوجد برنامج كهذا.
error-programme-invalid = في ملف البرنامج أخطاء.
error-programme-frozen = يقول الملف غير ما بدأ بالفعل. لم يتغير شيء.
error-programme-too_late = كان يجب أن تبدأ إحدى الموجات. لم يتغير شيء.
error-fraud-signal_invalid = لا يمكن قبول هذا إشارةً.
error-fraud-rules_invalid = لا يمكن استخدام هذه القواعد. راجع الأرقام من فضلك.
error-fraud-rules_conflict = غيّر شخص آخر القواعد. اقرأها من جديد.
error-fraud-hold_unknown = لا شيء لهذا المشجع يناسب هذا الإجراء.
error-fraud-tree_too_large = الشجرة أكبر من إجراء واحد. اختر شخصًا أدنى منها.
error-draw-unknown = لا يوجد سحب كهذا.
error-draw-plan_invalid = لا يمكن إجراء السحب كما خُطط له.
error-draw-ticket_unknown = ليس في السحب تذكرة كهذه.
error-draw-ticket_not_earned = يجب كسب هذه التذكرة أولًا.
error-draw-entries_closed = لا يقبل السحب تذاكر الآن.
error-draw-conflict = حالة السحب لا تسمح بهذا.
error-draw-invalid = هذا الملف ليس سحبًا يمكن التحقق منه.
error-invite-scheme_unknown = لا توجد دعوات كهذه.
error-invite-scheme_invalid = لا يستطيع الصندوق إعطاء ما تعد به الدعوات.
error-invite-code_invalid = في الرمز خطأ كتابي. انظر إليه مرة أخرى.
error-invite-code_unknown = لا أحد لديه هذا الرمز. انظر إليه مرة أخرى.
error-invite-own_code = هذا رمزك أنت. أعطه لصديق.
error-invite-already_invited = قبلت دعوة أخرى من قبل.
error-invite-came_before = كنت هنا قبل صاحب هذا الرمز، فلا يُحتسب.
error-invite-closed = الدعوات ليست مفتوحة الآن.
error-voucher-unknown = ليست لديك قسيمة كهذه.
error-voucher-used = استُخدمت هذه القسيمة.
error-voucher-expired = لم تعد هذه القسيمة صالحة.
error-voucher-under_review = هذه القسيمة قيد المراجعة. لم تضع.
error-voucher-wrong_category = يبيع هذا المتجر غير ما خُصصت له القسيمة.
error-voucher-terms_invalid = سمِّ فئة واحدة على الأقل للقسائم، كلًّا منها مرة.
error-voucher-redemption_unknown = ليس لديك طلب كهذا.
error-voucher-redemption_conflict = فات الأوان: انتهى الطلب أو أُرسل.
error-merchant-unknown = لا يوجد متجر كهذا.
error-merchant-full = امتلأ المتجر للتو. تبقى قسيمتك صالحة؛ اختر متجرًا آخر.
error-merchant-closed = لا يقبل المتجر طلبات الآن. تبقى قسيمتك صالحة.
error-merchant-invalid = لا يمكن أن تكون للمتجر هذه القيم. راجع الاسم والسعة والعنوان.
error-segment-unknown = لا توجد شريحة كهذه.
error-segment-invalid = لا يمكن استخدام هذه الشريحة. راجع قاعدتها.
error-segment-facts_invalid = لا يمكن قبول هذه البيانات عن المشجعين.
error-segment-switch_unknown = لا يوجد مفتاح إيقاف كهذا.
error-segment-switch_conflict = هذا متوقف بالفعل، أو أُعيد تشغيله.
error-platform-unknown = لا توجد منصة كهذه.
error-platform-invalid = لا يمكن أن تكون للمنصة هذه القيم. راجع الاسم والميزانية والعنوان.
error-platform-conflict = حالة المنصة لا تسمح بذلك.
error-platform-key_refused = هذا المفتاح غير صالح.
error-platform-key_unknown = ليس لدى المنصة مفتاح كهذا.
error-platform-keys_full = للمنصة مفتاحان صالحان على الأكثر. اسحب أحدهما أولًا.
error-segment-unknown = لا توجد شريحة كهذه.
error-segment-invalid = لا يمكن استخدام هذه الشريحة. راجع قاعدتها.
error-segment-facts_invalid = لا يمكن قبول هذه البيانات عن المشجعين.
error-segment-switch_unknown = لا يوجد مفتاح إيقاف كهذا.
error-segment-switch_conflict = هذا متوقف بالفعل، أو أُعيد تشغيله.
error-platform-unknown = لا توجد منصة كهذه.
error-platform-invalid = لا يمكن أن تكون للمنصة هذه القيم. راجع الاسم والميزانية والعنوان.
error-platform-conflict = حالة المنصة لا تسمح بذلك.
error-platform-key_refused = هذا المفتاح غير صالح.
error-platform-key_unknown = ليس لدى المنصة مفتاح كهذا.
error-platform-keys_full = للمنصة مفتاحان صالحان على الأكثر. اسحب أحدهما أولًا.
error-outbox-letter_unknown = لم تُترك رسالة كهذه.
error-library-collection_unknown = لا توجد هذه المجموعة، أو لا يحق لك قراءتها.
error-library-document_unknown = لا توجد هذه الوثيقة أو الصفحة، أو لا يحق لك قراءتها.
error-library-group_unknown = لا يوجد هذا الفريق.
error-library-name_taken = هذا الاسم مستخدم. اختر اسمًا آخر.
error-library-duplicate = هذا الملف نفسه موجود في المجموعة.
error-library-upload_invalid = لا يمكن قبول هذا الملف.
error-library-grant_invalid = أحد من ينبغي أن يقرأ أو ينتمي إلى الفريق غير معروف.
error-library-full = لا مكان لمزيد هنا. احذف شيئًا أولًا.
error-library-not_installed = المكتبة غير مثبّتة على هذا الخادم. يستطيع من يديره إضافتها بالأمر: pip install 'grandstand[library]'
error-language-embedder_unavailable = البحث مثقل الآن. حاول مرة أخرى بعد قليل.
error-language-embedder_missing = البحث بالمعنى غير مثبّت على هذا الخادم.

## صفحة المشجّع

fan-page-title = مظروفك الأحمر · Grandstand
fan-eyebrow = مظروف أحمر
fan-lead = واحد منها لك. افتحه متى شئت: يُفتح مرة واحدة فقط مهما تكرّر طلبك.
fan-scheduled = واحد منها لك. تُفتح للجميع في اللحظة نفسها؛ هذه الصفحة تعرف الموعد ولا حاجة إلى إعادة تحميلها.
fan-opens-at = موعد الفتح: { $date }
fan-opens-in = الوقت المتبقّي حتى الفتح
fan-line-title = أنت في الطابور
fan-line-ahead = أمامك: { $count }
fan-line-next = دورك هو التالي
fan-line-expected = مدة الانتظار المتوقعة: { $time }
fan-line-unknown = لا يُدخَل أحد في هذه اللحظة. مكانك محفوظ.
fan-line-safe = مكانك محفوظ حتى لو أغلقت هذه الصفحة. عندما يحين دورك يكون لديك { $time }.
fan-open-now = المظاريف مفتوحة الآن.
fan-open = افتح المظروف
fan-opening = جارٍ الفتح…
fan-open-again = افتحه مرة أخرى
fan-next = المظروف التالي
fan-yours = لك
fan-opened = لقد فتحت هذا المظروف. اطلبه كلما شئت: الحصة نفسها والمبلغ نفسه.
fan-paused = المظاريف متوقفة للحظات. لن يضيع شيء، وستنتبه هذه الصفحة عند استئنافها.
fan-closed = انتهت هذه الحملة. ما حصلت عليه يبقى في محفظتك.
fan-revealed = انتهت هذه الحملة وكُشفت بذرتها: يمكنك الآن التحقّق من مبلغك حتى آخر رقم.
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
fan-verify = حُدّد قبل مجيئك: تحقّق
fan-empty-title = لا مظاريف بعد
fan-empty-text = لا شيء لفتحه حاليًا. عُد عندما تبدأ الأمسية.

fan-vouchers = قسائمك
fan-voucher-valid = جاهزة للاستخدام
fan-voucher-held = محجوزة في متجر
fan-voucher-used = مستخدمة
fan-voucher-expired = منتهية
fan-voucher-under_review = قيد المراجعة
fan-review-note = ننظر في هذه القسيمة عن قرب. لم تضع وليس عليك فعل شيء، ولا يمكن استخدامها حتى ذلك الحين.
fan-use = استخدمها
fan-go-on = تابع طلبك
fan-where = أين تودّ استخدامها؟
fan-category-food = طعام
fan-category-drink = مشروبات
fan-category-entertainment = ترفيه
fan-category-leisure = استجمام
fan-shops-note = تظهر المتاجر التي لديها متسع الآن فقط. يعود الممتلئ حين يتسع من جديد.
fan-shops-none = لا متسع في أي متجر الآن. تبقى قسيمتك صالحة، وتتجدد هذه القائمة وحدها.
fan-choose = اختيار
fan-shop-unknown = المتجر رقم { $number }
fan-held-until = يحتفظ لك { $shop } بمكان حتى { $time }.
fan-order = اطلب الآن
fan-give-up = أعِدها
fan-given-up = عادت القسيمة إليك.
fan-ordered = تم الطلب. يجري إبلاغ { $shop }.
fan-done = أكّد { $shop } طلبك. بالهناء!
fan-refused = لم يستطع { $shop } قبول طلبك. قسيمتك صالحة من جديد.
fan-hold-over = انتهى الوقت وذهب المكان إلى غيرك. قسيمتك صالحة من جديد.
fan-choose-again = اختر متجرًا آخر
fan-invite = ادعُ صديقًا
fan-invite-lead = أعطِ رمزك لصديق. حين يُستخدم، يحصل كلاكما على هدية.
fan-invite-get = احصل على رمزي
fan-invite-code = رمزك
fan-invite-copy = نسخ
fan-invite-copied = نُسخ الرمز.
fan-invite-share = مشاركة
fan-invite-text = هدية لنا نحن الاثنين: استخدم رمزي { $code }.
fan-invite-accepted = الأصدقاء الذين استخدموه: { $count }
fan-invite-rewarded = الهدايا: { $count } من { $most }
fan-invite-today = اليوم: { $count } من { $wanted } لتذكرة في السحب
fan-invited-title = هل أعطاك أحد رمزًا؟
fan-invited-code = رمز صديقك
fan-invited-use = استخدم الرمز
fan-invited-done = احتُسب الرمز. يحصل كلاكما على هدية، وستصل هديتك بعد لحظة.
fan-invited-was = جئت برمز صديق.
fan-draw = سحب الحظ
fan-draw-winners = الفائزون: { $count }
fan-draw-until = التذاكر حتى { $date }
fan-draw-from = التذاكر من { $date }
fan-draw-enter = خذ تذكرة
fan-draw-entered = أنت في السحب.
fan-draw-tickets = تذاكرك: { $count }
fan-draw-more = الأصدقاء الذين يستخدمون رمزك يجلبون لك تذاكر أخرى.
fan-draw-waiting = لا تذاكر بعد الآن، وسيُجرى السحب قريبًا.
fan-draw-won = فزت بالمرتبة { $place }! جائزتك في محفظتك.
fan-draw-lost = لم تفز هذه المرة.
fan-draw-fixed = ثُبّت قبل أول تذكرة
fan-draw-root = كل التذاكر مختومة
fan-draw-name = اسمك في السحب
fan-draw-verify = تحقّق من السحب
fan-draw-right = جرى التحقق على هذا الجهاز: الفائزون نتيجة ما ثُبّت مسبقًا وكل التذاكر. التذاكر: { $count }.
fan-draw-wrong = هذا السحب لا يثبت ما يقوله.
fan-draw-file = نزّل كل التذاكر

wallet-title = محفظتك
wallet-empty = لا شيء هنا بعد. المظاريف التي تفتحها تُحفظ هنا.
wallet-share = الحصة رقم { $share }
wallet-pool-unknown = الحملة رقم { $pool }
wallet-verify = تحقّق
wallet-verify-share = تحقّق من الحصة رقم { $share }

## إثبات الحصة

proof-title = حُدّد قبل مجيئك
proof-lead = تقرّر مبلغك قبل أن تفتح المظروف. هذه الصفحة تتحقّق من ذلك بنفسها، هنا في متصفّحك.
proof-passed = مطابق
proof-pending = يأتي لاحقًا
proof-failed = غير مطابق
proof-signature = الإيصال موقَّع
proof-signature-passed = التوقيع للمفتاح { $key } المنشور لهذه الحملة.
proof-claim = الإيصال يخصّ حصتك
proof-claim-passed = الحصة رقم { $share }، { $amount }، المناسبة «{ $occasion }»: كما في محفظتك تمامًا.
proof-batch = حصتك مقيّدة في السجلات
proof-batch-passed = في الدفعة { $batch } من المسار { $lane } يقود مسلك من قيدك إلى الجذر الموقَّع (عدد القيود: { $claims }).
proof-budget = المبالغ محدّدة سلفًا
proof-budget-passed = نُشر الالتزام بها في { $committed }، وفُتح مظروفك في { $opened }. والدفعة الموقَّعة تذكر هذا الالتزام بعينه.
proof-seed = البذرة تطابق التزامها
proof-seed-pending = تُكشف البذرة بعد الإغلاق. وحتى ذلك الحين يثبّتها هذا الالتزام المنشور سلفًا:
proof-seed-passed = كُشفت البذرة. وهي مع الشروط تعطي الالتزام المنشور سلفًا بعينه.
proof-amount = المبلغ ناتج عن البذرة
proof-amount-pending = حين تُكشف البذرة يحسب متصفّحك مبلغك من جديد، من البذرة وحدها.
proof-amount-passed = بالحساب من البذرة تساوي الحصة رقم { $share } مبلغ { $amount }: وهو ما حصلت عليه تمامًا.
proof-verdict-passed = كل شيء مطابق: حُدّد مبلغك قبل مجيئك.
proof-verdict-pending = كل ما يمكن التحقّق منه اليوم مطابق. ويأتي الباقي حين تُكشف البذرة.
proof-verdict-failed = هناك ما لا يتطابق. احفظ هذا الإثبات واعرضه على مدقّق.
proof-why-unreadable = تتعذّر قراءة هذا الجزء من الإثبات.
proof-why-key-unknown = يذكر الإيصال مفتاحًا غير منشور لهذه الحملة.
proof-why-signature-wrong = التوقيع لا يطابق هذا الإيصال: تغيّر شيء فيه.
proof-why-other-pool = هذا الإيصال لحملة أخرى.
proof-why-other-share = يذكر الإيصال حصة غير التي في محفظتك.
proof-why-other-amount = يذكر الإيصال مبلغًا غير الذي في محفظتك.
proof-why-other-occasion = يذكر الإيصال مناسبة غير التي في محفظتك.
proof-why-path-wrong = لا يقود المسلك من قيدك إلى الجذر الموقَّع.
proof-why-head-differs = نُشرت في هذا الموضع دفعة غير التي وُقّعت لك.
proof-why-budget-unknown = تذكر الدفعة الموقَّعة التزامات غير المنشورة.
proof-why-tranche-missing = لا تقع حصتك في أي جزء من الميزانية كان ملتزَمًا به آنذاك.
proof-why-committed-late = لم يُنشر الالتزام إلا بعد فتح مظروفك.
proof-why-commitment-wrong = البذرة والشروط لا تعطيان الالتزام المنشور.
proof-why-terms-differ = الشروط الملتزَم بها ليست شروط هذه الحملة.
proof-why-amount-differs = ينتج عن البذرة مبلغ غير الذي حصلت عليه.
proof-save = احفظ الإثبات
proof-again = اطلب الإيصال من جديد
proof-figures = اعرض البيانات
proof-figure-claim = سطر قيدك
proof-figure-header = سطر الدفعة
proof-figure-path = المسلك إلى الجذر
proof-figure-signature = التوقيع
proof-figure-key = المفتاح العام
proof-figure-commitment = الالتزام
proof-figure-seed = البذرة

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
console-state-scheduled = مجدول
console-state-open = مفتوح
console-state-paused = متوقف مؤقتًا
console-state-closed = مغلق
console-state-revealed = مكشوف
console-opens-at = موعد الفتح: { $time }
console-opened-at = فُتح: { $time }
console-closes-at = موعد الإغلاق: { $time }
console-valid-until = الحصص صالحة حتى { $time }
console-faults = السجلات غير متوازنة
console-faults-advice = وجد الفحص المستمر ما يلي. أوقف الصندوق مؤقتًا وتحقّق من الأمر قبل أن تواصل.
console-remaining = المتبقّي
console-spent = المصروف
console-of-total = من { $total }
console-of-budget = { $part } من الميزانية
console-granted = الحصص الممنوحة
console-of-shares = من { NUMBER($shares) }
console-rate = المنح في الثانية
console-forecast = ينفد عند
console-ahead = متقدّم على الخطة بـ { $shares }
console-behind = متأخّر عن الخطة بـ { $shares }
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
console-plan = الخطة: ينفد عند { $time }
console-empty-at = بهذه الوتيرة: ينفد عند { $time }
console-table-caption = الميزانية المتبقّية عبر الزمن
console-column-time = الوقت
console-column-remaining = المتبقّي
console-column-granted = الممنوح
console-no-points = لم تُمنح أي حصة بعد. يبدأ المنحنى مع أول حصة.
console-lanes-title = المسارات
console-lanes-caption = مدى استنفاد كل مسار
console-column-lane = المسار
console-column-free = المتاح
console-column-batches = الدفعات
console-refusals = المرفوض
console-refusals-caption = ما أُجيب به بدل حصة
console-refusals-none = لم يُرفض أحد بعد.
console-column-answer = الجواب
console-column-times = المرات
console-published = منشور للجميع
console-export = نزّل السجل
console-export-later = يستطيع المدقّقون تنزيل السجل في أي وقت، والجميع بعد كشف البذرة.
console-tranche = الجزء { $number }: عدد الحصص { $shares }، { $amount }، تاريخ الالتزام { $date }
console-commitment = الالتزام
console-seed = البذرة
console-heads-none = لم تبدأ أي سلسلة بعد. تبدأ سلسلة كل مسار بدفعته الأولى.
console-heads-caption = مدى تقدّم سلسلة كل مسار
console-column-batch = الدفعة
console-column-head = رأس السلسلة
console-raises = بانتظار شخص ثانٍ
console-raise-of = زيادة { $amount }، عدد الحصص { $shares }
console-raise-by = اقترحها { $who } في { $date }.
console-raise-mine = يجب أن يوافق عليها مشغّل آخر.
console-raise-budget = زيادة بعملة { $currency }
console-acts = سجل التدقيق
console-acts-caption = من غيّر هذا الصندوق ومتى ولماذا
console-acts-empty = لم يُجرَ شيء على هذا الصندوق بعد.
console-column-when = متى
console-column-act = الإجراء
console-column-reason = السبب
console-column-who = من
console-act-pool-created = إنشاء
console-act-pool-scheduled = جدولة
console-act-pool-opened = فتح
console-act-pool-paused = إيقاف مؤقت
console-act-pool-resumed = استئناف
console-act-pool-extended = تمديد الصلاحية
console-act-pool-raise-proposed = اقتراح زيادة
console-act-pool-raised = زيادة الميزانية
console-act-pool-closed = إغلاق
console-act-pool-revealed = كشف البذرة
console-act-pool-paced = ضُبطت الوتيرة
console-as-planned = حسب الخطة
console-clock = الساعة

console-do-open = فتح
console-do-pause = إيقاف مؤقت
console-do-resume = استئناف
console-do-close = إغلاق
console-do-schedule = جدولة
console-do-extend = تمديد
console-do-raise = زيادة
console-do-approve = موافقة
console-do-reveal = كشف البذرة
console-ask-open = هل تفتح هذا الصندوق؟
console-ask-pause = هل توقف هذا الصندوق مؤقتًا؟
console-ask-resume = هل تستأنف هذا الصندوق؟
console-ask-close = هل تغلق هذا الصندوق نهائيًا؟
console-ask-schedule = هل تجدول هذا الصندوق؟
console-ask-extend = هل تمدّد الصلاحية؟
console-ask-raise = هل تقترح ميزانية أكبر؟
console-ask-approve = هل توافق على هذه الزيادة؟
console-ask-reveal = هل تكشف بذرة هذا الصندوق؟
console-effect-open = يستطيع المشجّعون فتح المظاريف فورًا.
console-effect-pause = لا يُفتح أي مظروف حتى تستأنف. تبقى الحصص الممنوحة كما هي.
console-effect-resume = يستطيع المشجّعون فتح المظاريف من جديد فورًا.
console-effect-close = الصندوق المغلق لا يُفتح مرة أخرى أبدًا. تبقى الحصص الممنوحة كما هي.
console-effect-schedule = يرى المشجّعون الموعد، ويُفتح الصندوق تلقائيًا حين يحلّ. من الآن مبالغه ثابتة.
console-effect-extend = تبقى كل حصص هذا الصندوق صالحة حتى الموعد الجديد، ومنها الممنوحة.
console-effect-raise = تُضاف الحصص الجديدة بالتزام خاص بها. لا يتغيّر شيء حتى يوافق مشغّل ثانٍ.
console-effect-approve = يُلتزم بالحصص الجديدة ويمكن الحصول عليها فورًا.
console-effect-reveal = بعدها يستطيع الجميع التحقّق من كل مبلغ وتنزيل السجل. لا يمكن التراجع عن هذا.
console-confirm-open = افتح الصندوق
console-confirm-pause = أوقف الصندوق مؤقتًا
console-confirm-resume = استأنف الصندوق
console-confirm-close = أغلق الصندوق
console-confirm-schedule = جدول الصندوق
console-confirm-extend = مدّد الصلاحية
console-confirm-raise = اقترح الزيادة
console-confirm-approve = وافق على الزيادة
console-confirm-reveal = اكشف البذرة
console-reason = السبب
console-reason-hint = يُحفظ في سجل التدقيق، من { $min } إلى { $max } حرف.
console-reason-missing = اكتب سببًا من { $min } إلى { $max } حرف.
console-done-open = الصندوق مفتوح.
console-done-pause = الصندوق متوقف مؤقتًا.
console-done-resume = الصندوق مفتوح من جديد.
console-done-close = الصندوق مغلق.
console-done-schedule = الصندوق مجدول.
console-done-extend = مُدّدت الصلاحية.
console-done-raise = اقتُرحت الزيادة. يجب أن يوافق عليها مشغّل آخر.
console-done-approve = زيدت الميزانية.
console-done-reveal = كُشفت البذرة.
console-extend-until = الحصص صالحة حتى
console-extend-wrong = اكتب موعدًا بعد الموعد الحالي.

console-form-titles = العنوان
console-form-titles-hint = لغة واحدة على الأقل؛ يرى المشجّعون لغتهم وإلا فالإنجليزية.
console-form-titles-more = لغات أخرى
console-form-budget = الميزانية
console-form-total = المبلغ الإجمالي
console-form-currency = العملة
console-form-shares = عدد الحصص
console-form-minimum = أصغر حصة
console-form-curve = التوزيع
console-form-curve-uniform = توزيع متوازن
console-form-curve-exponential = كثير صغير وقليل كبير
console-form-curve-equal = بالتساوي
console-form-curve-lottery = درجات جوائز
console-form-curve-uniform-hint = كل مبلغ من الأصغر حتى نحو ضعف المتوسط متساوي الاحتمال.
console-form-curve-exponential-hint = معظم الحصص دون المتوسط، وقليل منها أعلى بكثير.
console-form-curve-equal-hint = كل المبالغ متساوية حتى أصغر وحدة.
console-form-curve-lottery-hint = عدد الحصص لكل مبلغ محدّد بدقة؛ والقرعة تقرّر لمن تكون.
console-form-tiers = درجات الجوائز
console-form-tier = ، الدرجة { $tier }
console-form-tier-shares = الحصص
console-form-tier-amount = مبلغ كل حصة
console-form-tier-remove = احذف الدرجة { $tier }
console-form-tier-add = درجة أخرى
console-form-tiers-open = يظهر المجموع حين تكتمل كل الدرجات.
console-form-tiers-sum = المجموع: عدد الحصص { $shares }، { $total }
console-form-times = المواعيد
console-form-times-hint = كلها اختيارية وبمنطقتك الزمنية. يمكن جدولة صندوق له موعد فتح.
console-form-opens-at = يُفتح
console-form-closes-at = يُغلق
console-form-occasions = المناسبات
console-form-occasions-hint = افصل بينها بفواصل. لكل مشجّع حصة واحدة في كل مناسبة.
console-form-valid-until = الحصص صالحة حتى
console-form-submit = أنشئ مسودة
console-form-wrong-title = اكتب عنوانًا بلغة واحدة على الأقل.
console-form-wrong-currency = اكتب رمز عملة من ثلاثة أحرف، مثل CNY.
console-form-wrong-amount = اكتب المبالغ أرقامًا بسيطة، مثل 200000 أو 0.01.
console-form-wrong-shares = اكتب عدد الحصص عددًا صحيحًا، 1 أو أكثر.
console-form-wrong-budget = المبلغ الإجمالي لا يكفي: كل حصة تحتاج إلى أصغر مبلغ على الأقل.
console-form-wrong-occasions = اذكر من 1 إلى { $max } مناسبات.
console-form-wrong-tiers = اكتب لكل درجة عددًا صحيحًا من الحصص ومبلغًا؛ ويجب ألا يكون المجموع صفرًا.
console-form-wrong-times = يجب أن يكون موعد الإغلاق بعد موعد الفتح.
console-form-done = أُنشئ الصندوق مسودة.
console-outbox-waiting = في الطريق: { $count }
console-area-waiting = غرفة انتظار

## الألعاب

games-page-title = الألعاب · Grandstand
games-title-of = { $page } · الألعاب · Grandstand
games-link = الألعاب
games-envelopes = المظاريف
games-nav = أقسام الألعاب
games-now = الآن
games-schedule = الجدول
games-medals = الميداليات
games-missed = ما فاتك
games-search = بحث
games-now-title = في هذه اللحظة
games-then-title = في تلك اللحظة
games-schedule-present = إلى ما يجري الآن
games-live = مباشر
games-live-none = لا شيء يجري في هذه اللحظة.
games-next = قادم
games-next-none = لا شيء آخر مخطّط حاليًا.
games-whole-schedule = الجدول كاملًا
games-ticker = آخر الأخبار
games-ticker-none = لم يَرِد أي خبر بعد.
games-leader = في الصدارة
games-first = الأول
games-state-of = آخر رسالة من ملعب: { $time }
games-connection-live = مباشر
games-connection-polling = محدَّث
games-connection-waiting = جارٍ الاتصال…
games-connection-past = حالة سابقة
games-spoiler-free = دون كشف النتائج
games-reveal = إظهار
games-reveal-of = إظهار: { $what }
games-hidden = مخفي، لتتمكّن من المشاهدة دون أن تعرف كيف انتهى.
games-travel = آلة الزمن
games-travel-title = شاهد لحظة سابقة
games-travel-hint = سيظهر كل شيء كما أبلغت به الملاعب حتى ذلك الوقت. يحتفظ عنوان الصفحة باللحظة، فيمكنك مشاركته.
games-travel-field = اللحظة، بتوقيت { $zone }
games-travel-hour = قبل ساعة
games-travel-midnight = عند بداية اليوم
games-travel-evening = مساء أمس
games-travel-go = اعرض هذه اللحظة
games-past = ترى الألعاب كما كانت: { $time }
games-past-earlier = أبكر بساعة
games-past-later = بعدها بساعة
games-past-back = العودة إلى الآن
games-gaps = بعض رسائل الملاعب مفقودة، فقد يكون هنا شيء ناقص.
games-offline = لا يوجد اتصال. ما تراه يعود إلى { $time }.
games-empty-title = لا رسائل من الملاعب بعد
games-empty-text = تظهر الألعاب هنا مع أول رسالة. تنتبه هذه الصفحة لذلك بنفسها.
games-nothing-there = لم تُبلغ الملاعب عن شيء كهذا، على الأقل حتى هذه اللحظة.
games-zone = كل الأوقات بتوقيت
games-today = اليوم
games-days = الأيام
games-discipline = الرياضة
games-discipline-all = كل الرياضات
games-schedule-none = لا شيء مخطّط لهذا اليوم.
games-medal-unit = تُحسم هنا ميداليات
games-start-open = الوقت لم يُحدَّد
games-started-at = بدأ { $time }
games-ended-at = انتهى { $time }
games-results = النتائج
games-event-none = لم يُبلَّغ شيء عن هذه المسابقة بعد.
games-start-list-of = قائمة البدء: { $name }
games-result-of = النتيجة: { $name }
games-column-rank = المرتبة
games-column-rank-short = #
games-column-order = ترتيب البدء
games-column-order-short = #
games-column-competitor = المتنافس
games-column-result = النتيجة
games-column-nation = الوفد
games-column-total = المجموع
games-bib = رقم
games-runs = أجزاء النتيجة
games-shared = مشتركة
games-qualified = تأهّل
games-why = ما مصدر ذلك؟
games-why-text = قال الملعب ذلك في رسالة: { $time }
games-why-type = المستند
games-why-version = الإصدار
games-why-key = المفتاح
games-why-digest = SHA-256
games-gold = ذهبية
games-silver = فضية
games-bronze = برونزية
games-medals-title = جدول الميداليات
games-medals-won = الميداليات
games-medals-none = لم تُحرَز أي ميدالية بعد.
games-medals-computed = أحصيناه من الميداليات المُبلَّغ عنها: لم تُرسل الملاعب جدولًا بعد.
games-medals-neutral = ميداليات رياضيين محايدين لا ترد في أي صف: { $medals }
games-medals-differ = الجدول المُرسَل لا يطابق الميداليات المُبلَّغ عنها. المعروض هو الجدول المُرسَل.
games-medals-difference = { $table } في الجدول، { $reported } حسب البلاغات
games-podiums = من فاز بها
games-athlete-none = لا نتيجة بعد.
games-born = وُلد في { $date }
games-delegation-rank = جدول الميداليات: المركز { $rank }
games-athletes = الرياضيون
games-venue = الملعب
games-venue-none = لا شيء مخطّط هنا.
games-search-title = بحث
games-search-field = عمّن أو عمّ تبحث؟
games-search-hint = رياضيون ووفود ومسابقات وملاعب بأي كتابة: Müller أو Mueller أو Muller.
games-search-matches = النتائج
games-search-none = لا شيء هنا باسم «{ $query }».
games-kind-athlete = رياضي
games-kind-delegation = وفد
games-kind-event = مسابقة
games-kind-discipline = رياضة
games-kind-venue = ملعب
games-missed-title = ماذا فاتني؟
games-missed-since = منذ { $time }
games-missed-visit = زيارتي الأخيرة
games-missed-hour = الساعة الأخيرة
games-missed-morning = منذ منتصف الليل
games-missed-day = آخر 24 ساعة
games-missed-choose = منذ متى
games-missed-none = لم يفتك شيء: لم يحدث شيء منذ ذلك الوقت.
games-missed-cut = كان هناك المزيد. اختر وقتًا لاحقًا لترى الباقي كاملًا.
games-missed-nudge = ماذا فاتني منذ زيارتي الأخيرة ({ $time })؟
games-news-leader = { $unit }: { $leader } في الصدارة
games-bracket = مخطط الأدوار
games-bracket-open = لم يُعرف بعد
games-winner = الفائز
games-standings = المجموعات
games-standing-of = الترتيب: { $name }
games-column-played = المباريات
games-column-played-short = لعب
games-column-won = الفوز
games-column-won-short = فوز
games-column-tied = التعادل
games-column-tied-short = تعادل
games-column-lost = الخسارة
games-column-lost-short = خسارة
games-column-goals = له وعليه
games-column-goals-short = +:−
games-column-points = النقاط
games-column-points-short = نقاط
games-records = الأرقام القياسية
games-record-new = جديد
games-announcements = إعلانات
games-weather = الأحوال الجوية
games-weather-at = وقت القياس: { $time }
games-weather-air = الهواء
games-weather-snow = الثلج
games-weather-ice = الجليد
games-weather-wind = الرياح
games-weather-from = من
games-weather-humidity = الرطوبة
games-compare = مقارنة
games-compare-with = قارن مع…
games-compare-choose = المقارنة مع مَن؟
games-compare-other = المقارنة مع آخر
games-meetings = المواجهات بينهما
games-meetings-none = لم يتواجها حتى الآن.
games-feed-title = رسائل منحّاة
games-feed-lead = رسائل المصدر أو صفوف منها تعذّر استخدامها، الأحدث أولًا. ما كان ساريًا يبقى ساريًا.
games-feed-gate = هذا العرض للمشغّلين والمدقّقين. افتح رابط الدخول أولًا.
games-feed-none = لم يُنحَّ شيء.
games-feed-whole = الرسالة كاملة
games-feed-part = بعض صفوفها
games-feed-version = الإصدار { $version }
games-feed-size = البايتات: { $bytes }
games-feed-link = المصدر
games-reason-too-large = كبيرة جدًا
games-reason-not-xml = ليست XML
games-reason-doctype = تحتوي على DOCTYPE
games-reason-encoding = ترميز غير مفهوم
games-reason-header = رأس غير مفهوم
games-reason-key = مفتاح خاطئ
games-reason-sort-order = لا موضع في الترتيب
games-reason-rank-equal = تعادل بلا علامة
games-reason-value = قيمة غير مفهومة
games-reason-too-complex = معقّدة جدًا
games-reason-unreadable = تعذّرت قراءتها

## المكتبة

library-page-title = المكتبة · Grandstand
library-title-of = { $page } · المكتبة · Grandstand
library-link = المكتبة
library-nav = أقسام المكتبة
library-ask = اسأل
library-collections = المجموعات
library-groups = الفرق
library-unanswered = بلا جواب
library-gate = هذا العرض للمنظّمين والمدقّقين. افتح رابط الدخول أولًا.
library-ask-title = ماذا تريد أن تعرف؟
library-ask-lead = اسأل بكلماتك وبأي لغة. الجواب هو الجملة نفسها من الوثيقة، مع صفحتها.
library-field = سؤالك
library-suggestions = اقتراحات
library-within = البحث في
library-within-all = كل ما يحق لي قراءته
library-examples = مثلًا
library-example-luggage = كم حقيبة يجوز لكل شخص أن يحضر؟
library-example-bus = متى تنطلق آخر حافلة في المساء؟
library-example-centres = متى تفتح مراكز الاعتماد؟
library-visitor = ترى ما هو متاح للجميع. ومن يدخل برابط لجنة أو برابط المنظّمين يجد أيضًا ما كُتب له.
library-empty = لا يوجد في المكتبة بعد ما يحق لك قراءته.
library-searching = أبحث في الوثائق…
library-answer = الجواب
library-found = { $count ->
    [zero] لم يُعثر على أي مقطع
    [one] عُثر على مقطع واحد
    [two] عُثر على مقطعين
    [few] عُثر على { $count } مقاطع
    [many] عُثر على { $count } مقطعًا
   *[other] عُثر على { $count } مقطع
}
library-quick = جواب سريع
library-quick-text = لم يكن البحث الدقيق متاحًا هذه المرة.
library-ask-again = اسأل مرة أخرى
library-differ-title = الوثائق غير متفقة
library-differ-text = تذكر قيمًا مختلفة. قارن الإصدارات والتواريخ قبل أن تعتمد على إحداها.
library-not-found-title = الوثائق لا تذكر ذلك
library-not-found-text = لا شيء مما يحق لك قراءته يجيب عن هذا بيقين كافٍ، والتخمين لن يفيدك.
library-not-found-tips = جرّب كلمات أخرى، أو اسأل عن أمر واحد في كل مرة.
library-not-found-noted = يرى المنظّمون السؤال من دون اسمك، ليضيفوا ما ينقص.
library-more = مقاطع أخرى
library-context = في السياق
library-version = الإصدار { $label }
library-version-number = الإصدار رقم { $number }
library-page = الصفحة { $page }
library-show-page = عرض الصفحة
library-copy-link = نسخ رابط هذا الاقتباس
library-copied = نُسخ الرابط
library-copy-by-hand = انسخ هذا الرابط:
library-back = رجوع
library-newer = يوجد إصدار أحدث من هذه الوثيقة، ومنه تؤخذ الأجوبة.
library-newer-show = عرض الإصدار الأحدث
library-download = تنزيل الملف
library-pages = الصفحات
library-page-field = الصفحة
library-of-pages = من { $pages }
library-previous = الصفحة السابقة
library-next = الصفحة التالية
library-outline = المحتويات
library-picture-of = صورة الصفحة { $page }
library-picture-failed = تعذّر تحميل الصورة. نص الصفحة كامل.
library-page-text = نص هذه الصفحة
library-blank-page = لم يُعثر على نص في هذه الصفحة. لعلها ممسوحة ضوئيًا.
library-keys = المفاتيح: الأسهم تقلّب الصفحات، وEsc للرجوع، و/ لسؤال جديد.
library-collections-none = لا توجد بعد مجموعة يحق لك قراءتها.
library-new-collection = مجموعة جديدة
library-name = الاسم
library-create = إنشاء
library-created = أُنشئت المجموعة.
library-of-organisers = المنظّمون
library-of-committee = لجنة { $noc }
library-documents = الوثائق
library-documents-count = { $count ->
    [zero] لا وثائق
    [one] وثيقة واحدة
    [two] وثيقتان
    [few] { $count } وثائق
    [many] { $count } وثيقة
   *[other] { $count } وثيقة
}
library-pages-count = { $count ->
    [zero] لا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
library-no-documents = لا توجد وثائق هنا بعد.
library-settings = القرّاء والإعدادات
library-delete = حذف
library-delete-of = حذف: { $title }
library-deleted = تم الحذف.
library-delete-document = حذف «{ $title }»؟
library-delete-document-text = ستُحذف كل إصداراتها، ولن تؤدي الروابط إلى صفحاتها إلى شيء. لا يمكن التراجع عن ذلك.
library-delete-collection = حذف المجموعة «{ $name }»؟
library-delete-collection-text = ستُحذف كل الوثائق فيها، ولن تؤدي الروابط إلى صفحاتها إلى شيء. لا يمكن التراجع عن ذلك.
library-export = تنزيل القائمة
library-add = إضافة وثائق
library-drop = أفلت الملفات هنا
library-choose-files = اختيار ملفات
library-drop-hint = PDF أو Word أو PowerPoint أو HTML أو Markdown، حتى { $size } لكل ملف. الملف الذي يحمل الاسم نفسه يصبح إصدارًا جديدًا.
library-file = الملف
library-exists = توجد وثيقة بهذا الاسم؛ وسيصبح الملف إصدارها الجديد.
library-title = العنوان
library-title-hint = إن تركته فارغًا قُرئ من الملف.
library-label = الإصدار
library-label-hint = كما تسمّيه الوثيقة، مثل 2.1 أو فبراير.
library-date = تاريخ الوثيقة
library-date-hint = يراه القرّاء بجانب كل اقتباس.
library-language = اللغة
library-language-read = كما تُقرأ من الملف
library-upload = رفع
library-sending = جارٍ الإرسال: { $name }
library-sent = وصل { $name } وتجري قراءته.
library-progress = { $done } من { $total }
library-new-version = إصدار جديد
library-new-version-of = إصدار جديد من «{ $title }»
library-older = إصدارات أقدم
library-state-waiting = في انتظار القراءة
library-state-reading = تجري قراءته
library-state-indexing = يجري إعداده للبحث
library-state-searchable = يمكن العثور عليه، وما زال يُحسَّن
library-state-complete = يمكن العثور عليه
library-state-refused = لم يُقبل
library-refused-empty = الملف فارغ. تحقّق منه ثم ارفعه مرة أخرى.
library-refused-type_unknown = لا يمكن قراءة هذا النوع من الملفات هنا. احفظه بصيغة PDF أو Word أو PowerPoint أو HTML أو Markdown.
library-refused-encrypted = الملف محمي بكلمة مرور. احفظه من دونها ثم ارفعه مرة أخرى.
library-refused-broken = الملف تالف ولا يمكن قراءته. صدّره من جديد ثم ارفعه مرة أخرى.
library-refused-too_large = الملف كبير جدًا. صغّر صوره أو قسّمه.
library-refused-too_many_pages = صفحات الملف كثيرة جدًا. قسّمه إلى أجزاء.
library-refused-too_slow = استغرقت قراءة الملف وقتًا طويلًا. صدّره بشكل أبسط أو قسّمه.
library-refused-too_much_memory = تحتاج قراءة الملف إلى ذاكرة كبيرة جدًا. صغّر صوره أو قسّمه.
library-refused-no_text = لا يوجد نص في الملف؛ لعله ممسوح ضوئيًا. تعرّف على نصه ببرنامج آخر أولًا.
library-blank-pages = صفحات بلا نص، لعلها ممسوحة ضوئيًا، ولا يمكن العثور عليها: { $pages }
library-readers = من يحق له القراءة
library-readers-organisers = يحق ذلك دائمًا للمنظّمين والمدقّقين.
library-readers-committee = يحق ذلك دائمًا لأعضاء لجنة { $noc }، ولا يحق لغيرهم إلا بإذنك.
library-everyone = الجميع، حتى من دون تسجيل الدخول
library-nocs = كل اللجان
library-group = الفريق: { $name }
library-committees = لجان بعينها
library-committees-hint = رموز من ثلاثة أحرف تفصل بينها فواصل: GER, CHN
library-committees-wrong = اكتب رموزًا من ثلاثة أحرف، مثل GER.
library-committees-count = { $count ->
    [zero] لا لجان
    [one] لجنة واحدة
    [two] لجنتان
    [few] { $count } لجان
    [many] { $count } لجنة
   *[other] { $count } لجنة
}
library-strictness = ما مدى اليقين المطلوب في الجواب؟
library-strictness-low = الإكثار من الأجوبة
library-strictness-middle = متوازن
library-strictness-high = المؤكد فقط
library-strictness-hint-low = يعرض أيضًا مقاطع لا تمسّ السؤال إلا قليلًا.
library-strictness-hint-middle = يناسب معظم الوثائق.
library-strictness-hint-high = يقول «غير موجود» بدل أن يعرض ما يُشك فيه.
library-save = حفظ
library-saved = تم الحفظ.
library-groups-lead = يجمع الفريق لجانًا وأشخاصًا، لتُفتح لهم مجموعة دفعة واحدة.
library-groups-none = لا يوجد فريق بعد.
library-new-group = فريق جديد
library-edit = تعديل
library-persons = الأشخاص
library-persons-hint = المعرّف الذي يدخل به كل واحد، معرّف في كل سطر.
library-persons-wrong = اكتب معرّفات بالشكل 00000000-0000-0000-0000-000000000000، معرّفًا في كل سطر.
library-persons-count = { $count ->
    [zero] لا أشخاص
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصًا
   *[other] { $count } شخص
}
library-delete-group = حذف الفريق «{ $name }»؟
library-delete-group-text = من لا يحق له قراءة مجموعة إلا عبر هذا الفريق لن يستطيع قراءتها بعد ذلك.
library-unanswered-title = أسئلة بلا جواب
library-unanswered-lead = لم يُعثر لها على شيء. لا يُحفظ من سأل، بل لأي لجنة فقط.
library-unanswered-none = كل سؤال وجد جوابه.
library-times = { $count ->
    [zero] لم يُسأل
    [one] سُئل مرة واحدة
    [two] سُئل مرتين
    [few] سُئل { $count } مرات
    [many] سُئل { $count } مرة
   *[other] سُئل { $count } مرة
}
library-settle = تمت معالجته
library-settled = أُزيل من القائمة.

## العرض التجريبي

demo-pool-title = مظروف ليلة الافتتاح
demo-night-title = ليلة السادس من فبراير
demo-voucher-title = مشروب على حسابنا
demo-draw-title = سحب الأمسية

## Status

status-page-title = Grandstand: حالة الخدمة
status-title = كيف تسير الأمور
status-all-well = كل شيء يعمل.
status-some-not = ليس كل شيء يعمل كما ينبغي في هذه اللحظة.
status-away = لا يمكن الوصول إلى قاعدة البيانات. ما يرد أدناه كان معروفًا في { $time }.
status-nothing-known = لا يمكن الوصول إلى قاعدة البيانات، ولا شيء معروف بعد. تعيد هذه الصفحة المحاولة وحدها.
status-parts = الأجزاء
status-part-pages = الصفحات
status-part-database = قاعدة البيانات
status-part-claims = المظاريف والقسائم
status-part-orders = الطلبات في المتاجر
status-state-up = يعمل
status-state-busy = ازدحام شديد
status-state-down = يتعذّر الوصول إليه
status-pools = ما يُوزَّع
status-pool-open = مفتوح
status-pool-paused = متوقف مؤقتًا
status-pool-later = لم يُفتح بعد
status-pool-opens = موعد الفتح: { $date }
status-pool-gone = نفد كل شيء
status-wait = مدة الانتظار: { $time }
status-wait-unknown = لا يُدخَل أحد في هذه اللحظة
status-no-wait = لا انتظار
status-incidents = إعلانات
status-kind-notice = تنبيه
status-kind-trouble = خلل
status-kind-outage = انقطاع
status-since = منذ { $date }
status-over = انتهى في { $date }
status-quiet = لا شيء يُذكر.
status-as-of = حتى { $time }. تتحدّث الصفحة وحدها.
