### أسماء الرياضة بالعربية. في كل لغة الرسائل نفسها والمتغيّرات نفسها.

## الرياضات

discipline-ALP = التزلج الألبي
discipline-BTH = البياثلون
discipline-BOB = الزلاجات الجماعية
discipline-CCS = التزلج الريفي
discipline-CUR = الكيرلينغ
discipline-FRS = التزلج الحر
discipline-FSK = التزلج الفني على الجليد
discipline-IHO = هوكي الجليد
discipline-LUG = الزحافات الثلجية
discipline-NCB = التزلج النوردي المزدوج
discipline-SBD = السنوبورد
discipline-SJP = القفز التزلجي
discipline-SKN = الزلاجات الصدرية
discipline-SMT = التزلج الجبلي
discipline-SSK = التزلج السريع على الجليد
discipline-STK = التزلج السريع على المضمار القصير

## المسابقات

event-name =
    { $gender ->
        [W] { $event } للسيدات
        [M] { $event } للرجال
       *[X] { $event } للمختلط
    }
event-ALP-DOWNHILL = الانحدار
event-ALP-SUPERG = السوبر جي
event-ALP-GS = التعرج الطويل
event-ALP-SLALOM = التعرج القصير
event-ALP-TEAMCOMB = مركّب الفرق
event-BTH-SPRINT = سباق السرعة
event-BTH-PURSUIT = سباق المطاردة
event-BTH-INDIVID = السباق الفردي
event-BTH-MASS = سباق الانطلاق الجماعي
event-BTH-RELAY = سباق التتابع
    .X = سباق التتابع المختلط
event-BOB-TWO = الزلاجات الثنائية
event-BOB-FOUR = الزلاجات الرباعية
event-BOB-MONO = الزلاجات الأحادية
event-CCS-SKIATH = السكياثلون
event-CCS-SPRINT = سباق السرعة
event-CCS-10KM = سباق 10 كم
event-CCS-50KM = سباق 50 كم
event-CCS-RELAY = سباق التتابع
event-CCS-TEAMSPR = سباق سرعة الفرق
event-CUR-TEAM = دورة الكيرلينغ
event-CUR-DOUBLES = الزوجي
    .X = الزوجي المختلط
event-FRS-MOGULS = سباق المطبات
event-FRS-DUALMOG = سباق المطبات الثنائي
event-FRS-AERIALS = القفزات الهوائية
event-FRS-SKICROSS = السكي كروس
event-FRS-HALFPIPE = نصف الأنبوب بالزلاجات
event-FRS-SLOPE = السلوبستايل بالزلاجات
event-FRS-BIGAIR = البيغ إير بالزلاجات
event-FRS-AERTEAM = القفزات الهوائية للفرق
    .X = القفزات الهوائية للفرق المختلطة
event-FSK-SINGLES = الفردي
event-FSK-PAIRS = الأزواج
    .X = الأزواج
event-FSK-DANCE = الرقص على الجليد
    .X = الرقص على الجليد
event-FSK-TEAM = مسابقة الفرق
    .X = مسابقة الفرق
event-IHO-TEAM6 = دورة هوكي الجليد
event-LUG-SINGLES = الفردي
event-LUG-DOUBLES = الزوجي
event-LUG-RELAY = تتابع الفرق
    .X = تتابع الفرق
event-NCB-NH10KM = التل العادي و10 كم
event-NCB-LH10KM = التل الكبير و10 كم
event-NCB-TEAMSPR = سباق سرعة الفرق
event-SBD-PGS = التعرج الطويل المتوازي
event-SBD-SBCROSS = السنوبورد كروس
event-SBD-HALFPIPE = نصف الأنبوب
event-SBD-SLOPE = السلوبستايل
event-SBD-BIGAIR = البيغ إير
event-SBD-CROSSTM = السنوبورد كروس للفرق
    .X = السنوبورد كروس للفرق المختلطة
event-SJP-NH = التل العادي
event-SJP-LH = التل الكبير
event-SJP-SUPERTM = مسابقة السوبر تيم
event-SJP-TEAM = مسابقة الفرق
    .X = مسابقة الفرق المختلطة
event-SKN-SINGLES = الفردي
event-SKN-TEAM = مسابقة الفرق
    .X = مسابقة الفرق المختلطة
event-SMT-SPRINT = سباق السرعة
event-SMT-RELAY = سباق التتابع
    .X = سباق التتابع المختلط
event-SSK-500M = سباق 500 م
event-SSK-1000M = سباق 1000 م
event-SSK-1500M = سباق 1500 م
event-SSK-3000M = سباق 3000 م
event-SSK-5000M = سباق 5000 م
event-SSK-10000M = سباق 10000 م
event-SSK-MASS = سباق الانطلاق الجماعي
event-SSK-PURSUIT = سباق مطاردة الفرق
event-STK-500M = سباق 500 م
event-STK-1000M = سباق 1000 م
event-STK-1500M = سباق 1500 م
event-STK-RELAY = سباق التتابع
    .X = سباق التتابع المختلط

## المراحل والوحدات

phase-QUAL = التأهيل
phase-PREL = دور المجموعات
phase-HEAT = التصفيات
phase-8FNL = ثمن النهائي
phase-QFNL = ربع النهائي
phase-SFNL = نصف النهائي
phase-BRNZ =
    { $kind ->
        [match] مباراة الميدالية البرونزية
       *[other] النهائي الصغير
    }
phase-FNL = النهائي
unit-series =
    { $kind ->
        [match] { $phase }، المباراة { $number }
        [heat] { $phase }، السباق { $number }
        [run] { $phase }، الجولة { $number }
        [round] { $phase }، الجولة { $number }
       *[part] { $phase }، الجزء { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = التصفية { $number }
unit-part = { $unit }، الجزء { $number }
unit-segment = { $phase }، { $segment }
name-within = { $before }، { $after }
segment-short = البرنامج القصير
segment-free = البرنامج الحر
segment-rhythm = الرقص الإيقاعي
segment-free-dance = الرقص الحر
segment-jumping = القفز التزلجي
segment-skiing = التزلج الريفي

## الحالات

status-UNSCHEDULED = الموعد غير محدد
status-SCHEDULED = في الموعد المقرر
status-GETTING_READY = البداية وشيكة
status-RUNNING = جارٍ الآن
status-SCHEDULED_BREAK = استراحة
status-INTERRUPTED = توقّف مؤقت
status-DELAYED = تأخير
status-POSTPONED = تأجيل
status-RESCHEDULED = موعد جديد
status-CANCELLED = إلغاء
status-FINISHED = انتهى
result-START_LIST = قائمة الانطلاق
result-LIVE = مباشر
result-INTERMEDIATE = نتيجة مرحلية
result-UNCONFIRMED = غير مؤكدة
result-UNOFFICIAL = غير رسمية
result-OFFICIAL = رسمية
result-PARTIAL = نتيجة جزئية
result-PROTESTED = قيد الاعتراض
result-PROVISIONAL = مؤقتة

## لماذا لا توجد نتيجة

irm-DNS = عدم الانطلاق
irm-DNF = عدم الإكمال
irm-DSQ = استبعاد
irm-DNQ = عدم التأهل
irm-LAP = تأخر بلفة كاملة
irm-RAL = وضع في المركز الأخير

## الفئات والميداليات والأماكن الشاغرة

gender-M = الرجال
gender-W = السيدات
gender-X = المختلط
medal-gold = ذهبية
medal-silver = فضية
medal-bronze = برونزية
placeholder-TBD = يُحدَّد لاحقًا
placeholder-NOCOMP = لا متنافس
placeholder-BYE = تأهل دون مواجهة
placeholder-NOAWARD = لم تُمنح

## جدول الأدوار والمجموعات

phase-group = المجموعة { $letter }
bracket-winner = الفائز في { $unit }
bracket-loser = الخاسر في { $unit }

## الطقس: السماء والثلج

sky-SUNNY = مشمس
sky-PARTLY = غائم جزئيًا
sky-CLOUDY = غائم
sky-FOG = ضباب
sky-LIGHTSNOW = ثلوج خفيفة
sky-SNOWFALL = تساقط الثلوج
sky-RAIN = مطر
sky-WINDY = رياح قوية
snow-HARD = صلب
snow-PACKED = مضغوط
snow-POWDER = ناعم
snow-SOFT = طري
snow-WET = رطب
snow-ICY = متجمد

## أنواع الأرقام القياسية

record-WR = رقم قياسي عالمي
record-OR = رقم قياسي للألعاب
record-TR = رقم قياسي للمضمار
record-NR = رقم قياسي وطني

## الملاعب

venue-SUMMIT = مسار القمة
venue-RIDGE = الحافة الشمالية
venue-PINES = استاد غابة الصنوبر
venue-EAGLE = تلال النسر
venue-ICEWAY = درب الجليد
venue-LANTERN = صالة الفانوس
venue-HARBOUR = صالة جليد الميناء
venue-STONES = بيت الحجارة
venue-OVAL = مضمار ضفة النهر
venue-TERRACE = منتزه المدرّجات

## سطور الشريط

happening-started = { $unit }: انطلقت المنافسة.
happening-finished = { $unit }: انتهت المنافسة.
happening-finished-first = { $unit }: انتهت المنافسة، والمركز الأول من نصيب { $competitor }.
happening-finished-won = { $unit }: انتهت المباراة بفوز { $competitor }.
happening-official = { $unit }: أصبحت النتيجة رسمية.
happening-official-first = { $unit }: أصبحت النتيجة رسمية، والمركز الأول من نصيب { $competitor }.
happening-official-won = { $unit }: أصبحت النتيجة رسمية، والفوز من نصيب { $competitor }.
happening-protested = { $unit }: قُدِّم اعتراض.
happening-delayed = { $unit }: تأخرت البداية.
happening-delayed-until = { $unit }: تأخرت البداية، والموعد الجديد: { $start }.
happening-postponed = { $unit }: تأجلت المنافسة.
happening-postponed-until = { $unit }: تأجلت المنافسة، والموعد الجديد: { $start }.
happening-cancelled = { $unit }: أُلغيت المنافسة.
happening-interrupted = { $unit }: توقفت المنافسة مؤقتًا.
happening-rescheduled = { $unit }: تغيّر موعد المنافسة.
happening-rescheduled-until = { $unit }: تغيّر موعد المنافسة، والموعد الجديد: { $start }.
happening-medal =
    { $colour ->
        [gold] { $unit }: الذهبية من نصيب { $competitor }.
        [silver] { $unit }: الفضية من نصيب { $competitor }.
       *[bronze] { $unit }: البرونزية من نصيب { $competitor }.
    }
happening-medal-plain = { $unit }: حُسمت إحدى الميداليات.
happening-leader = { $unit }: الصدارة تنتقل إلى { $competitor }.
happening-leader-plain = { $unit }: تغيّر الترتيب.
competitor-value = { $competitor } ({ $value })

## وفود يسمّيها الرياضيون بغير اسمها في الأطلس

country-AIN = الرياضيون المحايدون الفرديون
country-EOR = فريق اللاجئين
country-TPE = تايبيه الصينية
country-HKG = هونغ كونغ، الصين
country-GBR = بريطانيا العظمى
country-KOR = جمهورية كوريا
country-PRK = جمهورية كوريا الشعبية الديمقراطية
country-COD = الكونغو الديمقراطية
country-CGO = الكونغو
country-PLE = فلسطين
country-MYA = ميانمار
country-USA = الولايات المتحدة
country-IVB = جزر العذراء البريطانية
country-ISV = جزر العذراء الأمريكية
