### What the assistant says in this language; en.ftl explains the messages.

when-today = आज { $time }
when-tomorrow = कल { $time }
when-day = { $day } को { $time }
unknown-status = स्थिति नहीं बताई गई
starts = { $unit }: आरंभ { $when }।
starts-at = { $unit }: आरंभ { $when }, { $venue }।
starts-text = { $unit }, { $day }: { $text }।
under-way = { $unit }: अभी चल रहा है।
is-over = { $unit }: समाप्त; आरंभ { $when }।
has-status = { $unit }: { $status }।
no-time = { $unit }: समय अभी घोषित नहीं हुआ है।
day-count =
    { $count ->
        [one] { $day } के कार्यक्रम में { $count } प्रविष्टि:
       *[other] { $day } के कार्यक्रम में { $count } प्रविष्टियाँ:
    }
day-none = { $day } के कार्यक्रम में कुछ नहीं है।
live-none = इस समय कुछ भी लाइव नहीं है।
next = आगे: { $unit }, { $when }।
leads = { $unit }: { $competitor } सबसे आगे, { $value } ({ $status })।
won = { $unit }: { $competitor } पहले स्थान पर, { $value } ({ $status })।
won-plain = { $unit }: { $competitor } पहले स्थान पर ({ $status })।
leads-plain = { $unit }: { $competitor } सबसे आगे ({ $status })।
row = { $rank }. { $competitor }, { $value } ({ $status })
row-plain = { $rank }. { $competitor } ({ $status })
no-result = { $event }: अभी कोई परिणाम नहीं है।
medal-gold = स्वर्ण: { $competitor }, { $event }।
medal-silver = रजत: { $competitor }, { $event }।
medal-bronze = कांस्य: { $competitor }, { $event }।
table-line = { $rank }. { $country }: { $gold } स्वर्ण, { $silver } रजत, { $bronze } कांस्य।
table-none = अभी तक कोई पदक नहीं दिया गया है।
delegation-medals = { $country }: कुल { $total } पदक, { $gold } स्वर्ण, { $silver } रजत, { $bronze } कांस्य; पदक तालिका में स्थान { $rank }।
delegation-none = { $country }: अब तक कोई पदक नहीं।
athlete-is = { $athlete }, { $country }: { $disciplines }।
athlete-born = { $athlete }: जन्मतिथि { $day }।
athlete-row = { $unit }: स्थान { $rank }, { $value } ({ $status })।
athlete-no-result = { $athlete }: अभी कोई परिणाम नहीं है।
happened = { $time }: { $text }
missed-none = तब से कुछ नहीं हुआ ({ $when })।
which = आपका मतलब इनमें से किससे है?
not-found = इन खेलों में इस नाम से कुछ नहीं मिला।
gaps = परिणाम सेवा के कुछ संदेश अभी नहीं मिले हैं, इसलिए उत्तर अधूरा हो सकता है।
