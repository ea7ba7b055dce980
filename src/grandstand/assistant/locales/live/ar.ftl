### What the assistant says in this language; en.ftl explains the messages.

when-today = اليوم الساعة { $time }
when-tomorrow = غدًا الساعة { $time }
when-day = { $day } الساعة { $time }
unknown-status = الحالة غير مذكورة
starts = { $unit }: البداية { $when }.
starts-at = { $unit }: البداية { $when }، { $venue }.
starts-text = { $unit }، { $day }: { $text }.
under-way = { $unit }: جارٍ الآن.
is-over = { $unit }: انتهى؛ كانت البداية { $when }.
has-status = { $unit }: { $status }.
no-time = { $unit }: لم يُعلن الموعد بعد.
day-count =
    { $count ->
        [one] فعالية واحدة في برنامج { $day }:
       *[other] عدد الفعاليات في برنامج { $day }: { $count }
    }
day-none = لا شيء في برنامج { $day }.
live-none = لا شيء مباشر الآن.
next = التالي: { $unit }، { $when }.
leads = { $unit }: المتصدّر { $competitor }، { $value } ({ $status }).
won = { $unit }: المركز الأول { $competitor }، { $value } ({ $status }).
won-plain = { $unit }: المركز الأول { $competitor } ({ $status }).
leads-plain = { $unit }: المتصدّر { $competitor } ({ $status }).
row = { $rank }. { $competitor }، { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: لا توجد نتيجة بعد.
medal-gold = الذهب: { $competitor }، { $event }.
medal-silver = الفضة: { $competitor }، { $event }.
medal-bronze = البرونز: { $competitor }، { $event }.
table-line = { $rank }. { $country }: ذهب { $gold }، فضة { $silver }، برونز { $bronze }.
table-none = لم تُمنح أي ميدالية بعد.
delegation-medals = { $country }: مجموع الميداليات { $total }، ذهب { $gold }، فضة { $silver }، برونز { $bronze }؛ المركز { $rank } في جدول الميداليات.
delegation-none = { $country }: لا ميداليات حتى الآن.
athlete-is = { $athlete }، { $country }: { $disciplines }.
athlete-born = { $athlete }: تاريخ الميلاد { $day }.
athlete-row = { $unit }: المركز { $rank }، { $value } ({ $status }).
athlete-no-result = { $athlete }: لا توجد نتيجة بعد.
happened = { $time }: { $text }
missed-none = لم يحدث شيء منذ ذلك الحين ({ $when }).
which = أيًّا من هذه تقصد؟
not-found = لم أجد شيئًا بهذا الاسم في هذه الألعاب.
gaps = ما زالت بعض رسائل خدمة النتائج ناقصة، وقد يكون الجواب غير كامل.
