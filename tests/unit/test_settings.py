"""Settings: each parser, each refusal, and no secret in any message."""

import stat
from dataclasses import fields
from pathlib import Path

import pytest

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.sealing import KEY_BYTES
from grandstand.kernel.settings import Settings, load_settings, variable_name

SECRETS = {
    "GRANDSTAND_DATABASE_URL": "postgresql://me:hunter2@db/grandstand",
    "GRANDSTAND_SECRET_KEY": "5e" * KEY_BYTES,
    "GRANDSTAND_METRICS_TOKEN": "hunter2",
}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("DATA_DIR", "/srv/grandstand", Path("/srv/grandstand")),
        ("DATA_DIR", "~/grandstand", Path.home() / "grandstand"),
        ("DATA_DIR", "data", Path.cwd() / "data"),
        ("DATABASE_URL", " postgresql://db/x ", "postgresql://db/x"),
        ("HOST", "::", "::"),
        ("PORT", "80", 80),
        ("WORKERS", "1", 1),
        ("DATABASE_CONNECTIONS", "6", 6),
        ("REPLAY_CLUSTER", "auto", "auto"),
        ("REPLAY_CLUSTER", "replay-1.example:6379", "replay-1.example:6379"),
        ("REPLAY_CLUSTER", "[fd00::1]:6379", "[fd00::1]:6379"),
        ("CLAIM_RATE_MAX", "0", 0),
        ("GUESTS", "true", True),
        ("GUESTS", "YES", True),
        ("GUESTS", "1", True),
        ("GUESTS", "False", False),
        ("GUESTS", "no", False),
        ("GUESTS", "0", False),
        ("ALLOWED_ORIGINS", "https://a.example/, https://b.example ,", ("https://a.example", "https://b.example")),
        (
            "CHAT_ORIGINS",
            "https://A.example/, http://[::1]:8080, ",
            ("https://a.example", "http://[::1]:8080"),
        ),
        ("LOG_FORMAT", "json", "json"),
        ("LOG_LEVEL", "debug", "debug"),
    ],
)
def test_value_of_each_kind_is_read(name: str, text: str, value: object) -> None:
    assert getattr(load_settings({f"GRANDSTAND_{name}": text}), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("PORT", "0", "expected 1 to"),
        ("PORT", "65536", "expected 1 to 65535"),
        ("PORT", "eighty", "whole number"),
        ("PORT", "-1", "whole number"),
        ("PORT", "8e3", "whole number"),
        ("PORT", "1234567890", "whole number"),
        ("WORKERS", "0", "expected 1 to"),
        ("DATABASE_CONNECTIONS", "5", "expected 6 to"),
        ("GUESTS", "maybe", "true or false"),
        ("REPLAY_CLUSTER", "ray://10.0.0.1:10001", "ray:// is not used"),
        ("REPLAY_CLUSTER", "10.0.0.1", "expected auto, or HOST:PORT"),
        ("CHAT_ORIGINS", "*", "expected origins such as"),
        ("CHAT_ORIGINS", "games.example", "got 'games.example'"),
        ("CHAT_ORIGINS", "https://*.example", "expected origins"),
        ("CHAT_ORIGINS", "https://a.example/path", "expected origins"),
        ("CHAT_ORIGINS", "https://a.example; script-src *", "expected origins"),
        ("CHAT_ORIGINS", "https://a.example,javascript:x", "got 'javascript:x'"),
        ("LOG_FORMAT", "xml", "console, json"),
        ("LOG_LEVEL", "DEBUG", "debug, info, warning, error"),
    ],
)
def test_value_that_does_not_fit_is_refused_with_its_name_and_meaning(name: str, text: str, reason: str) -> None:
    with pytest.raises(SettingsInvalid, match=reason) as refusal:
        load_settings({f"GRANDSTAND_{name}": text})
    meaning = next(f.metadata["meaning"] for f in fields(Settings) if f.name == name.lower())
    assert f"GRANDSTAND_{name}={text!r}" in str(refusal.value)
    assert meaning in str(refusal.value)


def test_unknown_setting_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsInvalid, match="Unknown setting 'GRANDSTAND_PROT'") as refusal:
        load_settings({"GRANDSTAND_PROT": "80"})
    assert all(variable_name(f.name) in str(refusal.value) for f in fields(Settings))


def test_empty_settings_and_those_of_others_count_as_absent(tmp_path: Path) -> None:
    environment = {"GRANDSTAND_PORT": " ", "GRANDSTAND_NONSENSE": "", "HOME": str(tmp_path), "PORT": "1"}
    assert load_settings(environment) == load_settings({})
    assert load_settings({}).port == 8000


def test_every_setting_says_what_it_is_for() -> None:
    for each in fields(Settings):
        assert each.metadata["meaning"].endswith((".", "…")), each.name


def test_secrets_are_masked_where_settings_are_shown() -> None:
    settings = load_settings(SECRETS)
    shown = settings.shown()
    assert set(shown) == {variable_name(f.name) for f in fields(Settings)}
    for name, secret in SECRETS.items():
        assert shown[name] == "********"
        assert secret not in str(shown)
    assert load_settings({}).shown()["GRANDSTAND_SECRET_KEY"] == ""


def test_secrets_do_not_appear_where_a_settings_object_is_printed() -> None:
    printed = repr(load_settings(SECRETS))
    assert not any(secret in printed for secret in SECRETS.values())


def test_refused_secret_is_not_repeated() -> None:
    almost = "5e" * KEY_BYTES + "5"
    settings = load_settings({"GRANDSTAND_SECRET_KEY": almost})
    with pytest.raises(SettingsInvalid) as refusal:
        settings.sealing_key()
    assert almost not in str(refusal.value)


@pytest.mark.parametrize(
    ("settings", "url", "secure"),
    [
        (Settings(), "http://127.0.0.1:8000", False),
        (Settings(host="::1", port=80), "http://[::1]:80", False),
        (Settings(public_url="https://fans.example/"), "https://fans.example", True),
    ],
)
def test_address_of_the_site_is_what_people_type(settings: Settings, url: str, secure: bool) -> None:  # noqa: FBT001
    assert settings.site_url == url
    assert settings.secure_cookies is secure


def test_sealing_key_of_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="5e" * KEY_BYTES)
    assert settings.sealing_key() == b"\x5e" * KEY_BYTES
    assert not list(tmp_path.iterdir())


def test_sealing_key_is_made_in_the_data_directory_and_stays(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")
    key = settings.sealing_key()
    assert settings.sealing_key() == key
    assert stat.S_IMODE((settings.data_dir / "secret.key").stat().st_mode) == 0o600
