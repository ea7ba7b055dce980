"""What questions want, by the real models: questions that are not among those we know."""

import dataclasses

import pytest

from grandstand.assistant.intents import STAND_INS, Known, by_names, chosen, fits, prototypes, stood_in
from grandstand.assistant.models import Intent
from grandstand.language.embedders import E5, USE, Embedder, installed, languages_of, open_embedder
from grandstand.language.models import LANGUAGES, Language
from grandstand.live import Mentions

RIGHT_MIN = 0.9
ASKED = {
    Intent.START: (
        "en: When does the {event} get going?",
        "de: Um wie viel Uhr geht {event} los?",
        "fr: À quelle heure est {event} ?",
        "zh: {event}几点开始?",
        "ar: في أي ساعة {event}؟",
        "ru: Во сколько начинается {event}?",
        "es: ¿A qué hora es {event}?",
    ),
    Intent.SCHEDULE: (
        "en: What's on tomorrow afternoon?",
        "de: Was läuft heute Abend?",
        "zh: 今晚有什么比赛?",
        "ar: ماذا يوجد الليلة؟",
        "ru: Что сегодня вечером?",
        "it: Cosa c'è stasera?",
    ),
    Intent.NOW: (
        "en: anything live?",
        "de: Was läuft gerade?",
        "ar: ما الذي يجري في هذه اللحظة؟",
        "ru: Что сейчас идёт?",
        "pt: O que está a dar agora?",
    ),
    Intent.RESULT: (
        "en: who took gold in the {event}",
        "de: Wer wurde Dritter beim {event}?",
        "zh: {event}的冠军是谁?",
        "ar: من الذي فاز بذهبية {event}؟",
        "ru: Кто занял первое место в {event}?",
        "pl: Kto zdobył złoto w {event}?",
    ),
    Intent.MEDAL_TABLE: (
        "en: top nations",
        "de: Zeig mir den Medaillenspiegel",
        "zh: 看一下奖牌榜",
        "ar: أرني جدول الميداليات",
        "ru: Покажи медальный зачёт",
        "nl: Wie staat er bovenaan de medaillespiegel?",
    ),
    Intent.DELEGATION: (
        "en: how many silvers for {delegation}?",
        "de: Wie viele Goldmedaillen hat {delegation}?",
        "zh: {delegation}拿了几块金牌?",
        "hi: {delegation} ने कितने पदक जीते?",
        "ko: {delegation}은 메달을 몇 개 땄나요?",
    ),
    Intent.ATHLETE: (
        "en: what about {athlete}?",
        "de: Wie hat {athlete} abgeschnitten?",
        "zh: {athlete}成绩怎么样?",
        "ar: كيف كان أداء {athlete}؟",
        "ja: {athlete}はどうでしたか?",
    ),
    Intent.MISSED: (
        "en: fill me in on last night",
        "de: Was ist seit gestern passiert?",
        "zh: 我睡觉的时候发生了什么?",
        "es: ¿Qué ha pasado desde ayer?",
        "ru: Что случилось ночью?",
    ),
    Intent.HELP: (
        "en: what are you able to do?",
        "de: Wobei kannst du mir helfen?",
        "zh: 你会什么?",
    ),
    Intent.GREETING: (
        "en: Good afternoon!",
        "de: Guten Abend",
        "fr: Bonjour",
    ),
    Intent.THANKS: (
        "en: cheers, thanks!",
        "de: Danke dir",
        "zh: 谢谢",
    ),
    Intent.OUT_OF_SCOPE: (
        "en: who won the general election",
        "de: Schreib mir ein Gedicht",
        "zh: 给我讲个笑话",
        "ar: اكتب لي قصيدة",
        "ru: Напиши стихотворение",
        "hi: मुझे एक चुटकुला सुनाओ",
    ),
}
NOTHING = Mentions(athletes=(), delegations=(), disciplines=(), events=(), venues=(), gender=None, rest="")


def naming(text: str) -> Mentions:
    """What the question names, by its placeholders."""
    named = {f"{kind}s": ("x",) for kind in STAND_INS if f"{{{kind}}}" in text}
    return dataclasses.replace(NOTHING, **named)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def models() -> dict[Embedder, Known]:
    texts = [stood_in(each.text) for each in prototypes()]
    opened = [open_embedder(name) for name in installed()]
    return {model: Known(model.queries(texts)) for model in opened}


@pytest.mark.skipif(not {E5, USE} <= set(installed()), reason="needs both models")
def test_nine_of_ten_questions_are_understood(models: dict[Embedder, Known]) -> None:
    wrong, count = [], 0
    for intent, questions in ASKED.items():
        for each in questions:
            language, _, text = each.partition(": ")
            likenesses = [
                known.likeness(model.queries([stood_in(text)])[0])
                for model, known in models.items()
                if Language(language) in languages_of(model.name)
            ]
            count += 1
            found = chosen(likenesses, naming(text), has_day=False)
            if found is not intent:
                wrong.append((each, found))
    assert count - len(wrong) >= RIGHT_MIN * count, wrong


def test_the_questions_that_we_know_are_none_of_these() -> None:
    known = {each.text.lower() for each in prototypes()}
    assert not [each for questions in ASKED.values() for each in questions if each[4:].lower() in known]


def test_every_intent_has_questions_and_names_only_kinds_of_names() -> None:
    assert {each.intent for each in prototypes()} == set(Intent)
    assert not [each.text for each in prototypes() if "{" in stood_in(each.text)]


def test_an_intent_that_does_not_fit_what_is_named_is_not_chosen() -> None:
    likeness = dict.fromkeys(Intent, 0.1) | {Intent.ATHLETE: 0.9, Intent.OUT_OF_SCOPE: 0.8}
    assert chosen([likeness], NOTHING, has_day=False) is Intent.OUT_OF_SCOPE
    assert chosen([likeness], naming("{athlete}"), has_day=False) is Intent.ATHLETE
    assert not fits(Intent.OUT_OF_SCOPE, NOTHING, has_day=True)


@pytest.mark.parametrize(
    ("text", "has_day", "intent"),
    [
        ("{athlete} {event}", False, Intent.ATHLETE),
        ("{event}", True, Intent.RESULT),
        ("{delegation}", False, Intent.DELEGATION),
        ("{discipline}", False, Intent.SCHEDULE),
        ("", True, Intent.SCHEDULE),
        ("", False, Intent.HELP),
    ],
)
def test_without_models_what_is_named_decides(text: str, has_day: bool, intent: Intent) -> None:  # noqa: FBT001
    assert by_names(naming(text), has_day=has_day) is intent


def test_hindi_is_no_language_of_the_quick_model() -> None:
    assert Language("hi") not in languages_of(USE)
    assert languages_of(E5) == frozenset(LANGUAGES)
