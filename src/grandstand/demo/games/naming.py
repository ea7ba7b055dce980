"""Names of people who do not exist: invented stems and endings of our own, in the manner of many languages.

A feed writes Latin letters: some languages keep their diacritics there, some are stripped of them (č to C) and
some expanded (æ to AE). What a person writes at home is then in the local name, as is another script.
"""

import random
import unicodedata
from typing import NamedTuple

EXPANDED = {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ð": "d", "þ": "th"}
STRIPPED = {"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "ß": "ss"}


class Name(NamedTuple):
    """As the feed writes it, the family in capitals; the local parts are None where they say nothing more."""

    given: str
    family: str
    local_given: str | None
    local_family: str | None


class Culture(NamedTuple):
    """Families are a stem and an ending, given names likewise by gender; a part may be `latin:local`."""

    stems: str
    endings: str
    given_stems: str
    men: str
    women: str
    spelling: str = "keep"


CULTURES = {
    "nordic": Culture(
        "klæv brønd skauv tjeld røsk håv vinj sværd kvern lys grøv hjart torv skjær",
        "seth bøl strandh moeth fald hølt vedal lunn gaardh støl",
        "tov esk mjær sigv ravn alv bjørl eir",
        "in ar ulf ik",
        "ild ja vei ine",
        "expand",
    ),
    "finnic": Culture(
        "hall tuom kiiv rant pelt sorm väli kärk mynt jout luot",
        "ukela isvaara onniemi ärinen olampi assuo emägi etalu",
        "aiv toiv ilm rauh väin kaur",
        "ori ius ekki o",
        "ikki elle ia una",
        "expand",
    ),
    "baltic": Culture(
        "krūm vīt bērz laung dzirn skuj pļav zald",
        "antiņš elaitis onieks umsons akalns ēvics",
        "eiv tālr gunt ris lin ast",
        "ands ijs mārs",
        "ēja ita ance",
        "strip",
    ),
    "german": Culture(
        "mürz grün stöck haft lind fürt kräh wies bron eich zirm tann loib hütt",
        "elbach angerl hubner erle kogler enmoos städter brandl otzer",
        "leo mat jör fri sev ann gre kor",
        "win hard gin ko",
        "lind tina relie sa",
        "expand",
    ),
    "french": Culture(
        "bré cléo mont val fér roche mar chal dur poul",
        "nacier dançon varel çonnet tellier bosquin lardère mandaz",
        "jé au thi é flo cé béa mé",
        "rian mond bauric loïs",
        "liane lodie nésie line",
    ),
    "italian": Culture(
        "bor val mez tor cas ghe fer lon pra zan",
        "landri tempier vognini delmaz zachin gozzer dobbio rascala",
        "ale dor fla lor ter mar giu",
        "ndro iano vino",
        "landa etta silva",
    ),
    "iberian": Culture(
        "cal mon ar se ro bel que vi",
        "déllora tañal benzué guízar ñomena zarrundo vélaga",
        "jo ma is é rai cel lu",
        "aquel dro nacio",
        "mena diana ñela",
    ),
    "dutch": Culture(
        "van_der_klee ter_hol de_vreu buiten raven kooi zwaan van_den_mee brui",
        "burgh stra vik kema dijksma loon werve",
        "joo ste lie wie fem",
        "rik mert vijn",
        "neke mijn tske",
    ),
    "english": Culture(
        "whit ash thorn mar black hol win cross fen o'ker mc_tal",
        "lowby ernhurst ickwell astondale underley ingmore wethen",
        "ka dar bre ty jo sha mer",
        "ston rick lan vin",
        "leigh dith lyn renna",
    ),
    "polish": Culture(
        "wół grzęd brzoź kuł śliw dąb żur krzem jał",
        "owczecki inicz ewniak ański ycznik",
        "bo mi zdo wła sta ra",
        "gumił rosz bysz",
        "gumiła rosza bysia",
        "strip",
    ),
    "czech": Culture(
        "hrub šte kvě jel řeh dvo bě vlč ži",
        "áčovec ruška lenák tínský dlinka bořil novar",
        "li va zde bo ra mi",
        "dřich tomír něk",
        "dřiška tomíra nuše",
        "strip",
    ),
    "slavic": Culture(
        "prv jez gor bre hla šter žag dol vrb kmet",
        "evšek ovčar ernjak išnik avec anžur oščič",
        "to bla ma le ne ti",
        "mažek dovan nej",
        "mažka dovana neja",
        "strip",
    ),
    "danube": Culture(
        "szil bán hor kecs töl far vár",
        "vágyi ondár ökesi ulescu ătaru mezei",
        "bó zsó já il ră le",
        "dzsár mond vin",
        "lina réka ndra",
        "strip",
    ),
    "turkish": Culture(
        "yıl kar öz gün demi taş",
        "varlıoğlu demeren kayışlı tünceli sözaş",
        "se bar ay il öm",
        "tuğ hanol rem",
        "lenay gülin dem",
        "strip",
    ),
    "cyrillic": Culture(
        "bor:бор vel:вел stro:стро mol:мол zhur:жур kal:кал dub:дуб shev:шев hry:гры tiul:тюл",
        "ivachuk:ивачук enkovets:енковец inskyi:инский adzhiev:аджиев unchak:унчак ashenov:ашенов",
        "ya:я ro:ро mir:мир ti:ти lu:лу da:да ve:ве",
        "rolen:ролен mosav:мосав dar:дар",
        "slena:слена rinka:ринка dara:дара",
    ),
    "caucasus": Culture(
        "ba:ბა lo:ლო che:ჩე gi:გი tsi:ცი me:მე na:ნა",
        "lurdze:ლურძე rashvi:რაშვი kenadze:კენაძე tiani:თიანი",
        "le:ლე zu:ზუ ta:თა ira:ირა",
        "vari:ვარი geno:გენო",
        "mzia:მზია neli:ნელი",
    ),
    "greek": Culture(
        "kal:Καλ pav:Παβ xen:Ξεν mor:Μορ lam:Λαμ",
        "drakis:δράκης optzis:όπτζης ellanos:ελλάνος ianidas:ιανίδας",
        "ari:Αρη leo:Λεω thi:Θη myr:Μυρ",
        "mon:μων stos:στος",
        "ana:άνα sia:σια",
    ),
    "arabic": Culture(
        "al-:ال khar:خر zum:زم bal:بل nad:ند",
        "douri:دوري mani:ماني rabin:رابين samar:سمار",
        "ta:طا na:نا sa:سا mu:مو",
        "reek:ريك wad:واد",
        "rouna:رونة lima:ليمة",
    ),
    "hindi": Culture(
        "bha:भा ro:रो the:थे nar:नर",
        "randul:रंडुल kelmi:केल्मी tavan:तवन saruk:सारुक",
        "di:दि ku:कु a:अ me:मे",
        "resh:रेश van:वन",
        "leena:लीना rika:रिका",
    ),
    "chinese": Culture(
        "lan:岚 shuo:朔 ji:霁 ling:凌 xun:洵 yue:岳 mo:墨 su:宿",
        ":",
        "ruo:若 qing:青 yan:砚 chen:辰 xi:溪 yun:昀 lang:朗 heng:珩",
        "feng:峰 yuan:远 bo:泊",
        "shuang:霜 tong:彤 wei:薇",
    ),
    "korean": Culture(
        "mok:목 dae:대 ro:로 sol:솔 bit:빛 ga:가",
        ":",
        "ha:하 seul:슬 ra:라 on:온 ye:예 du:두 byeo:벼",
        "ram:람 gyeol:결 hun:훈",
        "bit:빛 sae:새 rin:린",
    ),
    "japanese": Culture(
        "kura:倉 shiro:白 hoshi:星 yuki:雪 kaze:風 tani:谷 mori:森",
        "mine:峰 zato:里 hora:洞 gase:瀬 tsuka:塚 haba:羽",
        "ao:青 haru:晴 riku:陸 toma:冬 sora:空",
        "taka:鷹 ya:弥 to:斗",
        "ha:葉 ne:音 se:瀬",
    ),
}


class Parts(NamedTuple):
    """The syllables of a culture, as (Latin, local) pairs."""

    stems: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    given_stems: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    women: tuple[tuple[str, str], ...]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """`latin:local` parts; an underscore stands for a space within one."""
    found = (part.replace("_", " ").partition(":") for part in text.split())
    return tuple((latin, local) for latin, _, local in found)


PARTS = {code: Parts(*(_pairs(text) for text in each[:5])) for code, each in CULTURES.items()}


def invent_name(culture: str, gender: str, chance: random.Random) -> Name:
    """A name of nobody, for a man (M) or a woman (W)."""
    parts, spelling = PARTS[culture], CULTURES[culture].spelling
    family = _joined(chance.choice(parts.stems), chance.choice(parts.endings))
    given = _joined(chance.choice(parts.given_stems), chance.choice(parts.men if gender == "M" else parts.women))
    if family[1]:
        capital = culture in {"cyrillic", "greek"}
        return Name(
            _titled(given[0]),
            _titled(family[0]).upper(),
            given[1].capitalize() if capital else given[1],
            family[1].capitalize() if capital else family[1],
        )
    home_given, home_family = _titled(given[0]), _titled(family[0])
    latin_given, latin_family = spelled(home_given, spelling), spelled(home_family, spelling)
    is_same = (latin_given, latin_family) == (home_given, home_family)
    return Name(
        latin_given,
        latin_family.upper(),
        None if is_same else home_given,
        None if is_same else home_family,
    )


def spelled(text: str, spelling: str) -> str:
    """The text as a feed writes it: `keep`, `strip` or `expand` its diacritics."""
    if spelling == "keep":
        return text
    table = EXPANDED if spelling == "expand" else STRIPPED
    for letter, plain in table.items():
        text = text.replace(letter, plain).replace(letter.upper(), plain.capitalize())
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def _joined(first: tuple[str, str], second: tuple[str, str]) -> tuple[str, str]:
    return first[0] + second[0], first[1] + second[1]


def _titled(text: str) -> str:
    """Each word with a capital; `mc talunderley` is one word of two capitals."""
    words = [word[:1].upper() + word[1:] for word in text.split()]
    if words[0] == "Mc":
        return "".join(words)
    return " ".join(word.lower() if word in {"Van", "Der", "Den", "De", "Ter"} else word for word in words)
