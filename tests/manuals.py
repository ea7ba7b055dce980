"""A manual in two languages, for tests that ask it something."""

from functools import cache

EVENING_BUS = "The last bus to Harbour Village leaves Lantern Arena at {} from bay 3 behind the north stand."
QUESTION = "When does the last bus to Harbour Village leave?"
SENTENCE_AR = "تغادر الحافلة الأخيرة إلى قرية المرفأ من ساحة الفوانيس الساعة 23:10 من الرصيف 3 خلف المدرج الشمالي."
QUESTION_AR = "متى تغادر الحافلة الأخيرة إلى قرية المرفأ؟"
SECTIONS = {
    "Arrivals": """Delegations are met behind customs in the arrivals hall, at the desks with the lantern sign.
The desks are staffed from 05:30 to the last landing of the night. Whoever has not sent a flight number waits for
the next line bus.""",
    "Luggage": """Each person may bring two pieces of luggage of up to 32 kg and one ski bag of up to 2.20 m.
Damaged pieces are reported at desk 7 before you leave the hall. Later claims are not accepted.""",
    "Last bus of the evening": f"""All lines are free for holders of a valid pass. {EVENING_BUS}
Whoever misses it calls extension 2300, and a night car comes within 45 minutes.""",
    "Cable car": """The cable car leads from the valley station to the start of Summit Run in 11 minutes.
A cabin holds 28 persons with skis. It stops at a wind of 65 km/h.""",
    "Parking": """Each delegation has parking places by its size: one for up to ten persons, and one more for
every further ten. A place is 5 m long. Vans stand on parking ground P4.""",
}
MANUAL_AR = f"""# دليل النقل

## الوصول

تُستقبل الوفود خلف الجمارك في قاعة الوصول عند المكاتب التي تحمل علامة الفانوس. تعمل المكاتب من الساعة 05:30.

## الأمتعة

يجوز لكل شخص أن يحضر حقيبتين وزن كل منهما حتى 32 كغ وحقيبة زلاجات واحدة.

## الحافلة الأخيرة مساءً

كل الخطوط مجانية لحاملي بطاقة صالحة. {SENTENCE_AR} من فاتته يتصل بالرقم الداخلي 2300.

## مواقف السيارات

لكل وفد مواقف بحسب حجمه. تقف الحافلات الصغيرة في الساحة P4.
"""


@cache
def transport_guide(time: str) -> bytes:
    """A PDF with one section on each page; the last bus leaves at `time`."""
    import typst

    lines = [
        '#set document(title: "Transport Guide")',
        "#set page(width: 148mm, height: 210mm)",
        "#set text(11pt)",
    ]
    for heading, text in SECTIONS.items():
        lines += [f"= {heading}", text.replace("{}", time), "#pagebreak(weak: true)"]
    return bytes(typst.compile("\n".join(lines).encode()))
