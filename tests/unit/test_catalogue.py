"""The message catalogue: the same in every language, whole, and nothing in it that nobody says.

A message is used where its id stands as a string in the browser's or the server's source, or where a template
like `console-do-${name}` makes it: TEMPLATES says which names each template takes.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import grandstand
from grandstand.assistant import errors as assistant_errors
from grandstand.assistant.history import errors as history_errors
from grandstand.campaign import PoolState
from grandstand.campaign import errors as campaign_errors
from grandstand.campaign.audit import Area
from grandstand.campaign.draws import DrawState
from grandstand.campaign.draws import errors as draw_errors
from grandstand.campaign.eligibility import errors as eligibility_errors
from grandstand.campaign.fraud import HoldState, Rules
from grandstand.campaign.fraud import errors as fraud_errors
from grandstand.campaign.fraud.models import ramps
from grandstand.campaign.fraud.rules import BY_HAND
from grandstand.campaign.invites import errors as invite_errors
from grandstand.campaign.outbox import errors as outbox_errors
from grandstand.campaign.platforms import errors as platform_errors
from grandstand.campaign.programme import errors as programme_errors
from grandstand.campaign.status import errors as status_errors
from grandstand.campaign.status.models import ComponentName, ComponentState, IncidentKind
from grandstand.campaign.vouchers import errors as voucher_errors
from grandstand.campaign.vouchers.models import Category, VoucherState
from grandstand.campaign.waiting import errors as waiting_errors
from grandstand.campaign.waiting.models import RoomState
from grandstand.kernel import auth, errors, i18n
from grandstand.kernel.auth import Role
from grandstand.kernel.errors import GrandstandError
from grandstand.language import errors as language_errors
from grandstand.library import errors as library_errors
from grandstand.library.models import State, Verdict
from grandstand.replay.errors import AirBroken, AirLost, OnAir
from grandstand.replay.takes import PathShape, TakeState

ROOT = Path(grandstand.__file__).parents[2]
LOCALES = Path(grandstand.__file__).parent / "locales"
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "zh")
OPERATOR_WORDS = ("schedule", "open", "pause", "resume", "pace", "extend", "raise", "approve", "close", "reveal")
STRICTNESS_STEPS = ("low", "middle", "high")
DECISIONS = ("hold", "release", "void")
NUMBERS = (0, 1, 2, 5, 11, 100)
WITHOUT_PLURALS = {"ja", "ko", "zh"}
SLAVIC = {"one", "few", "many"}
PLURALS = {"ar": {"zero", "one", "two", "few", "many"}, "pl": SLAVIC, "ru": SLAVIC}
"""The forms beside `other`; one where a language is not named and has plurals at all."""
SCRIPTS = {
    "ar": "[\u0600-\u06ff]",
    "hi": "[\u0900-\u097f]",
    "ja": "[\u3040-\u30ff\u4e00-\u9fff]",
    "ko": "[\uac00-\ud7af]",
    "ru": "[\u0400-\u04ff]",
    "zh": "[\u4e00-\u9fff]",
}
SYMBOLS = {
    "games-column-goals-short",
    "games-column-order-short",
    "games-column-rank-short",
    "games-why-digest",
    "games-medals-difference",
}
"""Messages that may be a sign alone."""
LOANWORDS_MAX = 3
"""The longest is German: `Moment, in Europe/Berlin`."""
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
WITHOUT_ANSWER = frozenset(
    {
        "settings.invalid",
        "database.migration_failed",
        *(
            f"{family}.error"
            for family in ("campaign", "draw", "fraud", "invite", "outbox", "programme", "voucher")
        ),
        "platform.error",
        "segment.error",
        "assistant.error",
        "status.error",
        "waiting.error",
        "library.error",
        "language.error",
    }
)
"""Codes that no page meets: two that only a terminal shows, and those that only stand above others."""

LITERAL = re.compile(r"""["']([a-z0-9_-]+)["']""")
TEMPLATE = re.compile(r"`([a-z-]+-)\$\{")
AREAS = (
    "kit-",
    "fan-",
    "wallet-",
    "proof-",
    "sign-in-",
    "assistant-",
    "console-",
    "desk-",
    "games-",
    "library-",
    "replay-",
    "status-",
    "error-",
    "demo-",
)
ATTRIBUTE = re.compile(r"""\b(?:class|id|for|href|key)=(?:"[^"]*"|\{[^}]*\})""")


ON_AIR = (AirBroken, AirLost, OnAir)
"""What the replay desk says of takes on air; of what else goes wrong there it shows what the server says."""


def error_codes() -> set[str]:
    def of(module: ModuleType) -> Iterator[str]:
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, GrandstandError):
                yield each.code

    modules = (
        *(errors, auth, campaign_errors, library_errors, language_errors),
        *(draw_errors, fraud_errors, invite_errors, outbox_errors, programme_errors, voucher_errors),
        *(eligibility_errors, platform_errors, assistant_errors, history_errors),
        *(status_errors, waiting_errors),
    )
    known = set(chain.from_iterable(map(of, modules)))
    return (known | {each.code for each in ON_AIR}) - WITHOUT_ANSWER


def reasons_of_checks() -> tuple[str, ...]:
    """Why a check in the browser can fail, as its source lists it."""
    checks = (ROOT / "web" / "src" / "proof" / "checks.ts").read_text(encoding="utf-8")
    listed = re.search(r"REASONS = \[([^\]]*)\]", checks)
    assert listed is not None
    return tuple(LITERAL.findall(listed[1]))


def rooms_of_the_console() -> tuple[str, ...]:
    place = (ROOT / "web" / "src" / "console" / "place.ts").read_text(encoding="utf-8")
    listed = re.search(r"ROOMS = \[([^\]]*)\]", place)
    assert listed is not None
    return tuple(LITERAL.findall(listed[1]))


TEMPLATES = {
    "console-do-": OPERATOR_WORDS,
    "console-done-": OPERATOR_WORDS,
    "console-ask-": OPERATOR_WORDS,
    "console-effect-": OPERATOR_WORDS,
    "console-confirm-": OPERATOR_WORDS,
    "console-state-": tuple(PoolState),
    "console-room-": rooms_of_the_console(),
    "console-area-": tuple(Area),
    "console-draw-": tuple(DrawState),
    "console-hold-": tuple(HoldState),
    "console-line-": tuple(RoomState),
    "console-incident-": tuple(IncidentKind),
    "console-decide-": DECISIONS,
    "console-decide-effect-": DECISIONS,
    "console-why-": (*(name for name, _ in ramps(Rules())), BY_HAND),
    "fan-voucher-": tuple(VoucherState),
    "fan-category-": tuple(Category),
    "kit-role-": tuple(Role),
    "library-state-": tuple(State),
    "library-refused-": tuple(Verdict),
    "library-strictness-": STRICTNESS_STEPS,
    "library-strictness-hint-": STRICTNESS_STEPS,
    "proof-why-": reasons_of_checks(),
    "status-kind-": tuple(IncidentKind),
    "status-part-": tuple(ComponentName),
    "status-state-": tuple(ComponentState),
    "desk-health-": ("well", "dropped", "lost"),
    "desk-key-": ("step", "second", "camera", "mark", "trigger", "record", "publish", "air"),
    "desk-path-": tuple(PathShape),
    "desk-state-": tuple(TakeState),
    "desk-told-": ("publish", "withdraw", "cancel"),
    "replay-kind-": ("clip", "moving", "model", "strobe"),
    "error-": tuple(code.replace(".", "-") for code in sorted(error_codes())),
}


class Inside(Visitor):
    """What a message is made of: its variables, and the forms of each choice between plurals."""

    def __init__(self, node: ast.BaseNode) -> None:
        self.variables: set[str] = set()
        self.plurals: list[set[str]] = []
        self.visit(node)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - fluent's name
        self.variables.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        names = {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
        if names <= PLURAL_FORMS:
            self.plurals.append(names)
        self.generic_visit(node)


@cache
def entries(language: str) -> tuple[ast.EntryType, ...]:
    text = (LOCALES / f"{language}.ftl").read_text(encoding="utf-8")
    return tuple(FluentParser(with_spans=False).parse(text).body)


def messages(language: str) -> dict[str, ast.Message]:
    return {entry.id.name: entry for entry in entries(language) if isinstance(entry, ast.Message)}


def said_by(language: str, message: ast.Message) -> str:
    return i18n.text(language, message.id.name, **dict.fromkeys(Inside(message).variables, 1))


def form(message: ast.Message) -> tuple[frozenset[str], tuple[str, ...]]:
    """Variables and attributes: what has to be the same in every language."""
    return frozenset(Inside(message).variables), tuple(sorted(each.id.name for each in message.attributes))


@cache
def browser_source() -> str:
    files = sorted(path for path in (ROOT / "web" / "src").rglob("*.ts*"))
    assert files
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def server_source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(LOCALES.parent.rglob("*.py")))


def test_catalogue_speaks_the_languages_that_the_pages_offer() -> None:
    assert tuple(i18n.languages()) == LANGUAGES
    offered = (ROOT / "web" / "src" / "kit" / "language.ts").read_text(encoding="utf-8")
    names = re.search(r"LANGUAGES = \[([^\]]*)\]", offered)
    assert names is not None
    assert sorted(LITERAL.findall(names[1])) == list(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_catalogue_is_understood(language: str) -> None:
    unread = [entry.content for entry in entries(language) if isinstance(entry, ast.Junk)]
    assert unread == []
    names = [entry.id.name for entry in entries(language) if isinstance(entry, ast.Message)]
    assert sorted(set(names)) == sorted(names), "a message stands twice"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages_with_the_same_variables(language: str) -> None:
    forms = {name: form(message) for name, message in messages(language).items()}
    assert forms == {name: form(message) for name, message in messages("en").items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_formats_for_every_number(language: str) -> None:
    for name, message in messages(language).items():
        assert not message.attributes, f"{name}: the pages show values only"
        for number in NUMBERS:
            values = dict.fromkeys(Inside(message).variables, number)
            formatted = i18n.text(language, name, **values)
            assert formatted.strip(), name
            assert "{" not in formatted, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_read_by_itself_says_what_it_says_in_its_catalogue(language: str) -> None:
    whole = FluentBundle([language])
    whole.add_resource(FluentResource((LOCALES / f"{language}.ftl").read_text(encoding="utf-8")))
    for name, message in messages(language).items():
        pattern = whole.get_message(name).value
        assert pattern is not None
        said, faults = whole.format_pattern(pattern, dict.fromkeys(Inside(message).variables, 1))
        assert (said_by(language, message), faults) == (said, []), name


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_message_was_left_in_english(language: str) -> None:
    """Short words may be the same in two languages; a sentence is not."""
    english = {name: said_by("en", message) for name, message in messages("en").items()}
    same = [name for name, message in messages(language).items() if said_by(language, message) == english[name]]
    assert [name for name in same if len(english[name].split()) > LOANWORDS_MAX] == []


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_message_is_written_in_the_script_of_its_language(language: str) -> None:
    spoken = {name: said_by(language, message) for name, message in messages(language).items()}
    foreign = {name for name, said in spoken.items() if not re.search(SCRIPTS[language], said)}
    assert foreign - SYMBOLS == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(language: str) -> None:
    plurals = {name: Inside(message).plurals for name, message in messages(language).items()}
    assert any(plurals.values()) != (language in WITHOUT_PLURALS)
    for name, each in plurals.items():
        for forms in each:
            assert forms == {"other", *PLURALS.get(language, {"one"})}, name


def test_every_message_that_the_sources_say_exists() -> None:
    """A string that begins like a message is one, unless it is an attribute of an element."""
    source = ATTRIBUTE.sub("", browser_source()) + server_source()
    said = {name for name in LITERAL.findall(source) if name.startswith(AREAS)}
    assert len(said) > 50
    assert sorted(said - messages("en").keys()) == []


def test_every_message_belongs_to_an_area() -> None:
    assert [name for name in messages("en") if not name.startswith(AREAS)] == []


def test_every_template_of_a_message_is_listed_with_its_names() -> None:
    prefixes = {
        prefix
        for prefix in TEMPLATE.findall(browser_source())
        if any(name.startswith(prefix) for name in messages("en"))
    }
    assert prefixes == TEMPLATES.keys()


@pytest.mark.parametrize("prefix", TEMPLATES)
def test_every_message_that_a_template_makes_exists(prefix: str) -> None:
    made = {prefix + name for name in TEMPLATES[prefix]}
    assert sorted(made - messages("en").keys()) == []


def test_no_message_is_left_that_nobody_says() -> None:
    said = set(LITERAL.findall(browser_source())) | set(LITERAL.findall(server_source()))
    said |= {prefix + name for prefix, names in TEMPLATES.items() for name in names}
    assert sorted(messages("en").keys() - said) == []


def test_unknown_message_is_an_error_and_not_an_empty_text() -> None:
    with pytest.raises(LookupError, match="'no-such-message'"):
        i18n.text("en", "no-such-message")
    with pytest.raises(LookupError, match="'fan-waiting' does not format"):
        i18n.text("en", "fan-waiting")
