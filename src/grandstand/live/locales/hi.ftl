### खेल के नाम हिन्दी में। हर भाषा में वही संदेश और वही चर हैं।

## खेल

discipline-ALP = अल्पाइन स्कीइंग
discipline-BTH = बायथलॉन
discipline-BOB = बॉबस्ले
discipline-CCS = क्रॉस-कंट्री स्कीइंग
discipline-CUR = कर्लिंग
discipline-FRS = फ़्रीस्टाइल स्कीइंग
discipline-FSK = फ़िगर स्केटिंग
discipline-IHO = आइस हॉकी
discipline-LUG = ल्यूज
discipline-NCB = नॉर्डिक कंबाइंड
discipline-SBD = स्नोबोर्ड
discipline-SJP = स्की जंपिंग
discipline-SKN = स्केलेटन
discipline-SMT = स्की माउंटेनियरिंग
discipline-SSK = स्पीड स्केटिंग
discipline-STK = शॉर्ट ट्रैक

## स्पर्धाएँ

event-name =
    { $gender ->
        [W] महिला { $event }
        [M] पुरुष { $event }
       *[X] मिश्रित { $event }
    }
event-ALP-DOWNHILL = डाउनहिल
event-ALP-SUPERG = सुपर-जी
event-ALP-GS = जायंट स्लालम
event-ALP-SLALOM = स्लालम
event-ALP-TEAMCOMB = टीम कंबाइंड
event-BTH-SPRINT = स्प्रिंट
event-BTH-PURSUIT = परस्यूट
event-BTH-INDIVID = व्यक्तिगत दौड़
event-BTH-MASS = मास स्टार्ट
event-BTH-RELAY = रिले
event-BOB-TWO = दो सदस्यीय बॉबस्ले
event-BOB-FOUR = चार सदस्यीय बॉबस्ले
event-BOB-MONO = मोनोबॉब
event-CCS-SKIATH = स्कीएथलॉन
event-CCS-SPRINT = स्प्रिंट
event-CCS-10KM = 10 किमी
event-CCS-50KM = 50 किमी
event-CCS-RELAY = रिले
event-CCS-TEAMSPR = टीम स्प्रिंट
event-CUR-TEAM = टूर्नामेंट
event-CUR-DOUBLES = युगल
event-FRS-MOGULS = मोगल्स
event-FRS-DUALMOG = डुअल मोगल्स
event-FRS-AERIALS = एरियल्स
event-FRS-SKICROSS = स्की क्रॉस
event-FRS-HALFPIPE = फ़्रीस्की हाफ़पाइप
event-FRS-SLOPE = फ़्रीस्की स्लोपस्टाइल
event-FRS-BIGAIR = फ़्रीस्की बिग एयर
event-FRS-AERTEAM = टीम एरियल्स
event-FSK-SINGLES = एकल
event-FSK-PAIRS = पेयर्स
    .X = पेयर्स
event-FSK-DANCE = आइस डांस
    .X = आइस डांस
event-FSK-TEAM = टीम स्पर्धा
    .X = टीम स्पर्धा
event-IHO-TEAM6 = टूर्नामेंट
event-LUG-SINGLES = एकल
event-LUG-DOUBLES = युगल
event-LUG-RELAY = टीम रिले
    .X = टीम रिले
event-NCB-NH10KM = नॉर्मल हिल और 10 किमी
event-NCB-LH10KM = लार्ज हिल और 10 किमी
event-NCB-TEAMSPR = टीम स्प्रिंट
event-SBD-PGS = पैरेलल जायंट स्लालम
event-SBD-SBCROSS = स्नोबोर्ड क्रॉस
event-SBD-HALFPIPE = हाफ़पाइप
event-SBD-SLOPE = स्लोपस्टाइल
event-SBD-BIGAIR = बिग एयर
event-SBD-CROSSTM = टीम स्नोबोर्ड क्रॉस
event-SJP-NH = नॉर्मल हिल
event-SJP-LH = लार्ज हिल
event-SJP-SUPERTM = सुपर टीम
event-SJP-TEAM = टीम स्पर्धा
event-SKN-SINGLES = व्यक्तिगत स्पर्धा
event-SKN-TEAM = टीम स्पर्धा
event-SMT-SPRINT = स्प्रिंट
event-SMT-RELAY = रिले
event-SSK-500M = 500 मीटर
event-SSK-1000M = 1000 मीटर
event-SSK-1500M = 1500 मीटर
event-SSK-3000M = 3000 मीटर
event-SSK-5000M = 5000 मीटर
event-SSK-10000M = 10,000 मीटर
event-SSK-MASS = मास स्टार्ट
event-SSK-PURSUIT = टीम परस्यूट
event-STK-500M = 500 मीटर
event-STK-1000M = 1000 मीटर
event-STK-1500M = 1500 मीटर
event-STK-RELAY = रिले

## चरण और मुक़ाबले

phase-QUAL = क्वालिफ़िकेशन
phase-PREL = राउंड रॉबिन
phase-HEAT = हीट
phase-8FNL = प्री-क्वार्टर फ़ाइनल
phase-QFNL = क्वार्टर फ़ाइनल
phase-SFNL = सेमीफ़ाइनल
phase-BRNZ =
    { $kind ->
        [match] कांस्य पदक मुक़ाबला
       *[other] स्मॉल फ़ाइनल
    }
phase-FNL = फ़ाइनल
unit-series =
    { $kind ->
        [match] { $phase }, मैच { $number }
        [heat] { $phase }, हीट { $number }
        [run] { $phase }, रन { $number }
        [round] { $phase }, राउंड { $number }
       *[part] { $phase }, भाग { $number }
    }
unit-knockout = { $phase } { $number }
unit-heat = हीट { $number }
unit-part = { $unit }, भाग { $number }
unit-segment = { $phase }, { $segment }
name-within = { $before }, { $after }
segment-short = शॉर्ट प्रोग्राम
segment-free = फ़्री स्केटिंग
segment-rhythm = रिदम डांस
segment-free-dance = फ़्री डांस
segment-jumping = स्की जंपिंग
segment-skiing = क्रॉस-कंट्री

## स्थिति

status-UNSCHEDULED = समय तय नहीं
status-SCHEDULED = निर्धारित
status-GETTING_READY = शुरू होने वाला है
status-RUNNING = जारी
status-SCHEDULED_BREAK = विराम
status-INTERRUPTED = बीच में रुका
status-DELAYED = देरी
status-POSTPONED = स्थगित
status-RESCHEDULED = नया समय तय
status-CANCELLED = रद्द
status-FINISHED = समाप्त
result-START_LIST = स्टार्ट लिस्ट
result-LIVE = लाइव
result-INTERMEDIATE = अब तक का परिणाम
result-UNCONFIRMED = अपुष्ट
result-UNOFFICIAL = अनौपचारिक
result-OFFICIAL = आधिकारिक
result-PARTIAL = आंशिक परिणाम
result-PROTESTED = आपत्ति दर्ज
result-PROVISIONAL = अनंतिम

## परिणाम क्यों नहीं है

irm-DNS = शुरुआत नहीं की
irm-DNF = पूरा नहीं किया
irm-DSQ = अयोग्य घोषित
irm-DNQ = क्वालिफ़ाई नहीं किया
irm-LAP = एक लैप पीछे
irm-RAL = अंतिम स्थान दिया गया

## वर्ग, पदक, खाली स्थान

gender-M = पुरुष
gender-W = महिला
gender-X = मिश्रित
medal-gold = स्वर्ण
medal-silver = रजत
medal-bronze = कांस्य
placeholder-TBD = अभी तय नहीं
placeholder-NOCOMP = कोई प्रतिभागी नहीं
placeholder-BYE = बाई
placeholder-NOAWARD = प्रदान नहीं किया गया

## ड्रॉ और ग्रुप

phase-group = ग्रुप { $letter }
bracket-winner = { $unit } का विजेता
bracket-loser = { $unit } में हारने वाला

## मौसम: आसमान, बर्फ़

sky-SUNNY = धूप
sky-PARTLY = आंशिक बादल
sky-CLOUDY = बादल
sky-FOG = कोहरा
sky-LIGHTSNOW = हल्की बर्फ़बारी
sky-SNOWFALL = बर्फ़बारी
sky-RAIN = बारिश
sky-WINDY = तेज़ हवा
snow-HARD = सख़्त
snow-PACKED = दबी हुई
snow-POWDER = पाउडर
snow-SOFT = नरम
snow-WET = गीली
snow-ICY = जमी हुई

## रिकॉर्ड के प्रकार

record-WR = विश्व रिकॉर्ड
record-OR = खेलों का रिकॉर्ड
record-TR = ट्रैक रिकॉर्ड
record-NR = राष्ट्रीय रिकॉर्ड

## स्थल

venue-SUMMIT = शिखर ढलान
venue-RIDGE = उत्तरी कटक
venue-PINES = चीड़ वन स्टेडियम
venue-EAGLE = ईगल हिल्स
venue-ICEWAY = हिम पथ
venue-LANTERN = लालटेन अरीना
venue-HARBOUR = बंदरगाह आइस हॉल
venue-STONES = पत्थर भवन
venue-OVAL = नदी तट ओवल
venue-TERRACE = टेरेस पार्क

## टिकर की पंक्तियाँ

happening-started = { $unit }: मुक़ाबला शुरू हो गया है।
happening-finished = { $unit }: मुक़ाबला समाप्त हो गया है।
happening-finished-first = { $unit }: मुक़ाबला समाप्त, पहले स्थान पर { $competitor }।
happening-finished-won = { $unit }: मैच समाप्त, विजेता: { $competitor }।
happening-official = { $unit }: परिणाम आधिकारिक हो गया है।
happening-official-first = { $unit }: परिणाम आधिकारिक, पहले स्थान पर { $competitor }।
happening-official-won = { $unit }: परिणाम आधिकारिक, विजेता: { $competitor }।
happening-protested = { $unit }: आपत्ति दर्ज की गई है।
happening-delayed = { $unit }: शुरुआत में देरी है।
happening-delayed-until = { $unit }: शुरुआत में देरी है, नया समय: { $start }।
happening-postponed = { $unit }: मुक़ाबला स्थगित कर दिया गया है।
happening-postponed-until = { $unit }: मुक़ाबला स्थगित कर दिया गया है, नया समय: { $start }।
happening-cancelled = { $unit }: मुक़ाबला रद्द कर दिया गया है।
happening-interrupted = { $unit }: मुक़ाबला बीच में रोक दिया गया है।
happening-rescheduled = { $unit }: मुक़ाबले का समय बदल गया है।
happening-rescheduled-until = { $unit }: मुक़ाबले का समय बदल गया है, नया समय: { $start }।
happening-medal =
    { $colour ->
        [gold] { $unit }: स्वर्ण पदक { $competitor } के नाम।
        [silver] { $unit }: रजत पदक { $competitor } के नाम।
       *[bronze] { $unit }: कांस्य पदक { $competitor } के नाम।
    }
happening-medal-plain = { $unit }: एक पदक तय हो गया है।
happening-leader = { $unit }: अब सबसे आगे { $competitor }।
happening-leader-plain = { $unit }: तालिका बदल गई है।
competitor-value = { $competitor } ({ $value })

## वे दल जिन्हें खेल में एटलस से अलग नाम से पुकारा जाता है

country-AIN = व्यक्तिगत तटस्थ एथलीट
country-EOR = शरणार्थी टीम
country-TPE = चीनी ताइपे
country-HKG = हांगकांग, चीन
country-GBR = ग्रेट ब्रिटेन
country-KOR = कोरिया गणराज्य
country-PRK = डीपीआर कोरिया
country-COD = डीआर कांगो
country-CGO = कांगो
country-PLE = फ़िलिस्तीन
country-MYA = म्यांमार
country-USA = अमेरिका
country-IVB = ब्रिटिश वर्जिन द्वीपसमूह
country-ISV = अमेरिकी वर्जिन द्वीपसमूह
