"""Every setting, its default and what it is for; each is read from the environment as GRANDSTAND_<NAME>.

docs/reference/settings.md lists the same fields, and a test holds it to that. There is no global object:
`app.py` and the commands read the settings once and hand them down.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, NewType, get_args

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.postgres import default_data_dir
from grandstand.kernel.sealing import parse_key, read_or_create_key

PREFIX = "GRANDSTAND_"
NUMBER_MAX = 10**9 - 1
LogFormat = Literal["console", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]
Head = NewType("Head", str)
"""Where a Ray cluster is joined: `auto`, or host and port of its head."""
Origin = NewType("Origin", str)
"""What a browser calls the place of a page: scheme, host, and port where it is not the usual one."""
AIR_TARGETS_MAX = 16
NamedAddress = NewType("NamedAddress", str)
"""`name=address`: an address that people know by the name alone."""


def setting(default: object, meaning: str, *, secret: bool = False, least: int = 0, most: int = NUMBER_MAX) -> Any:
    """A field of Settings with its meaning; `least` and `most` bound a number."""
    limits = {"least": least, "most": most}
    return field(default=default, repr=not secret, metadata={"meaning": meaning, "secret": secret, **limits})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The deployment's choices, validated."""

    data_dir: Path = field(
        default_factory=default_data_dir,
        metadata={"meaning": "Where the embedded PostgreSQL, its log and the secret key live."},
    )
    database_url: str = setting(
        "", "Another PostgreSQL (14 or later) instead of the embedded one: postgresql://…", secret=True
    )
    secret_key: str = setting(
        "",
        "64 hexadecimal digits that seal seeds and signing keys; empty: `secret.key` in the data.",
        secret=True,
    )
    host: str = setting("127.0.0.1", "The address to listen on.")
    port: int = setting(8000, "The port to listen on.", least=1, most=65_535)
    public_url: str = setting(
        "", "The address that people type, e.g. https://fans.example; empty: http://<host>:<port>."
    )
    workers: int = setting(2, "Server processes.", least=1, most=256)
    gate_port: int = setting(
        0,
        "The port of the gate, the claim server for the crowd; where it is set, `grandstand up` starts one.",
        most=65_535,
    )
    gate_workers: int = setting(2, "Server processes of the gate.", least=1, most=256)
    database_connections: int = setting(12, "Database connections of each server process.", least=6)
    guests: bool = setting(False, "Whether a visitor without a token may become a fan by a button (the demo).")
    allowed_origins: tuple[str, ...] = setting(
        (), "Origins of other sites whose pages may call the API with a token, separated by commas."
    )
    chat_origins: tuple[Origin, ...] = setting(
        (),
        "Origins of other sites whose pages may show the chat, separated by commas, e.g. https://games.example.",
    )
    proxy_hops: int = setting(0, "How many reverse proxies of yours stand in front and set X-Forwarded-For.")
    metrics_token: str = setting(
        "", "Bearer token for /metrics; empty: only direct requests of this machine may read it.", secret=True
    )
    token_lifetime_h: int = setting(12, "How long a signed token is valid, in hours.", least=1)
    claim_batch_max: int = setting(
        1024, "The most claims that one transaction takes together.", least=1, most=65_536
    )
    claim_queue_max: int = setting(
        4096, "The most claims that may wait in one server process; the next one is answered 503 at once.", least=1
    )
    claim_rate_max: int = setting(
        0,
        "Claims a second that one server process admits at most, the rest is answered 503 at once; 0: as many as "
        "it can answer soon (docs/how-to/overload.md).",
    )
    feed_zone: str = setting("UTC", "The time zone of the results feed's clock, e.g. Europe/Rome.")
    feed_rehearsals: tuple[str, ...] = setting(
        (), "Competition codes of the feed that are rehearsals and never shown, separated by commas."
    )
    feed_inbox: str = setting(
        "", "A folder that is watched for messages of the results feed, e.g. /srv/feed; empty: none."
    )
    feed_names: str = setting(
        "", "A folder with names of your own for the codes of the feed (docs/explanation/names.md); empty: none."
    )
    embeddings_url: str = setting(
        "",
        "An OpenAI-compatible API for embeddings instead of the built-in thorough embedder, "
        "e.g. http://127.0.0.1:8080/v1; empty: none.",
    )
    embeddings_model: str = setting("", "The model that is asked for there.")
    embeddings_key: str = setting("", "The bearer token that is sent there; empty: none.", secret=True)
    rerank_url: str = setting(
        "", "A reranking API that looks at the best passages again, e.g. http://127.0.0.1:8081/v1; empty: none."
    )
    rerank_model: str = setting("", "The model that is asked for there; empty: the server's own.")
    rerank_key: str = setting("", "The bearer token that is sent there; empty: none.", secret=True)
    replay_sessions: str = setting(
        "",
        "A folder with recorded sessions for replays, a folder in it for each, e.g. /srv/replay; empty: "
        "`sessions` in the data directory.",
    )
    air_targets: tuple[NamedAddress, ...] = setting(
        (),
        "Where takes may be sent on air, by name, separated by commas, e.g. gallery=srt://203.0.113.5:9000; "
        "empty: nowhere.",
        secret=True,
    )
    replay_cluster: Head = setting(
        Head(""),
        "The Ray cluster that makes takes and that this machine has joined: `auto`, or HOST:PORT of its head; "
        "empty: `grandstand work` makes them alone.",
    )
    conversation_days: int = setting(
        30, "How many days the assistant keeps the conversations of people who are signed in; 0: none.", most=3650
    )
    model_url: str = setting(
        "",
        "An OpenAI-compatible API with a language model that composes the assistant's answers, "
        "e.g. http://127.0.0.1:8000/v1; empty: none.",
    )
    model_name: str = setting("", "The model that is asked for there; empty: the first that it lists.")
    model_key: str = setting("", "The bearer token that is sent there; empty: none.", secret=True)
    search_url: str = setting(
        "", "A SearXNG whose JSON API the language model may search the web with; empty: the web is not searched."
    )
    log_format: LogFormat = setting("console", "console or json.")
    log_level: LogLevel = setting("info", "debug, info, warning or error.")

    @property
    def site_url(self) -> str:
        """The address that people type, without a slash at the end."""
        return (self.public_url or self.local_url).rstrip("/")

    @property
    def local_host(self) -> str:
        """Where this machine reaches the server: a wildcard address listens, but nobody can call it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104

    @property
    def local_url(self) -> str:
        return self._local_url(self.port)

    @property
    def gate_url(self) -> str:
        return self._local_url(self.gate_port)

    def _local_url(self, port: int) -> str:
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"http://{host}:{port}"

    @property
    def secure_cookies(self) -> bool:
        return self.site_url.startswith("https://")

    def sealing_key(self) -> bytes:
        """The 32 bytes that seal secrets at rest; made in the data directory on first use."""
        if self.secret_key:
            return parse_key(self.secret_key, source=f"{PREFIX}SECRET_KEY")
        self.data_dir.mkdir(parents=True, exist_ok=True)
        return read_or_create_key(self.data_dir / "secret.key")

    def existing_sealing_key(self) -> bytes | None:
        """The same, but nothing is made: None where there is no key yet."""
        if self.secret_key or (self.data_dir / "secret.key").exists():
            return self.sealing_key()
        return None

    def shown(self) -> dict[str, str]:
        """Every setting as text with secrets masked, for `grandstand doctor`."""
        return {variable_name(f.name): _shown(getattr(self, f.name), f) for f in fields(self)}


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from variables named GRANDSTAND_<NAME>; empty ones count as absent.

    Raises:
        SettingsInvalid: an unknown name with our prefix, or a value that does not fit; the message names it.
    """
    known = {variable_name(f.name): f for f in fields(Settings)}
    given = {name: text for name, text in environment.items() if name.startswith(PREFIX) and text.strip()}
    if unknown := sorted(given.keys() - known.keys()):
        message = f"Unknown setting {unknown[0]!r}. The settings are: {', '.join(known)}."
        raise SettingsInvalid(message)
    values: dict[str, Any] = {known[name].name: _parse(known[name], text.strip()) for name, text in given.items()}
    return Settings(**values)


def variable_name(field_name: str) -> str:
    return PREFIX + field_name.upper()


def _shown(value: object, of: "dataclasses.Field[Any]") -> str:
    if of.metadata.get("secret") and value:
        return "********"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _parse(of: "dataclasses.Field[Any]", text: str) -> object:
    try:
        return _PARSERS[of.type](of, text)
    except ValueError as error:
        value = "********" if of.metadata.get("secret") else repr(text)
        message = f"{variable_name(of.name)}={value} is not valid: {error}. Meaning: {of.metadata['meaning']}"
        raise SettingsInvalid(message) from None


def _integer(of: "dataclasses.Field[Any]", text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        message = "expected a whole number"
        raise ValueError(message)
    least, most = of.metadata["least"], of.metadata["most"]
    if not least <= int(text) <= most:
        message = f"expected {least} to {most}"
        raise ValueError(message)
    return int(text)


def _origins(_: object, text: str) -> tuple[Origin, ...]:
    """They go into a header of ours, so each is an origin and nothing else."""
    given = [part.strip().rstrip("/").lower() for part in text.split(",") if part.strip()]
    if wrong := [
        each for each in given if not re.fullmatch(r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?", each)
    ]:
        message = f"expected origins such as https://games.example, got {wrong[0]!r}"
        raise ValueError(message)
    return tuple(Origin(each) for each in given)


def _named_addresses(_: object, text: str) -> tuple[NamedAddress, ...]:
    """Names that people see, and addresses of SRT, which may hold a passphrase and so are never repeated."""
    parts = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    for name, _, address in parts:
        if not re.fullmatch(r"[\w .-]{1,40}", name) or not re.fullmatch(r"srt://[^\s]{1,500}", address):
            message = "expected names and addresses such as gallery=srt://203.0.113.5:9000"
            raise ValueError(message)
    if len({name for name, _, _ in parts}) < len(parts) or len(parts) > AIR_TARGETS_MAX:
        message = f"expected {AIR_TARGETS_MAX} at most, each with a name of its own"
        raise ValueError(message)
    return tuple(NamedAddress("".join(part)) for part in parts)


def _head(_: object, text: str) -> Head:
    if text != "auto" and not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):\d{1,5}", text):
        message = (
            "expected auto, or HOST:PORT of the cluster's head, such as 10.0.0.1:6379; a machine that makes takes "
            "joins the cluster with `ray start`, ray:// is not used"
        )
        raise ValueError(message)
    return Head(text)


def _boolean(_: object, text: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.lower() not in words:
        message = "expected true or false"
        raise ValueError(message)
    return words[text.lower()]


def _choice(choices: tuple[str, ...]) -> Callable[[object, str], str]:
    def parse(_: object, text: str) -> str:
        if text not in choices:
            message = f"expected one of {', '.join(choices)}"
            raise ValueError(message)
        return text

    return parse


_PARSERS: dict[Any, Callable[[Any, str], object]] = {
    str: lambda _, text: text,
    int: _integer,
    bool: _boolean,
    Path: lambda _, text: Path(text).expanduser().absolute(),
    tuple[str, ...]: lambda _, text: tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip()),
    tuple[Origin, ...]: _origins,
    Head: _head,
    tuple[NamedAddress, ...]: _named_addresses,
    LogFormat: _choice(get_args(LogFormat)),
    LogLevel: _choice(get_args(LogLevel)),
}
