"""The places that takes may be sent to, as the settings name them; their addresses are shown to nobody."""

import pytest

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import AIR_TARGETS_MAX, load_settings
from grandstand.replay import AirTarget
from grandstand.services import air_targets

VARIABLE = "GRANDSTAND_AIR_TARGETS"


def test_targets_are_names_with_addresses() -> None:
    text = "gallery=srt://203.0.113.5:9000?passphrase=a=b%2Cc&latency=1, OB truck 2=srt://:9001?mode=listener,"
    settings = load_settings({VARIABLE: text})
    assert air_targets(settings) == (
        AirTarget("gallery", "srt://203.0.113.5:9000?passphrase=a=b%2Cc&latency=1"),
        AirTarget("OB truck 2", "srt://:9001?mode=listener"),
    )
    # As a server hands its settings on to its workers.
    assert load_settings({VARIABLE: ",".join(settings.air_targets)}) == settings
    assert air_targets(load_settings({})) == ()


def test_an_address_is_shown_nowhere() -> None:
    settings = load_settings({VARIABLE: "gallery=srt://203.0.113.5:9000?passphrase=secretsecret"})
    assert settings.shown()[VARIABLE] == "********"
    assert "203.0.113.5" not in repr(settings)


@pytest.mark.parametrize(
    "text",
    [
        "gallery",
        "srt://203.0.113.5:9000?passphrase=secretsecret",
        "gallery=udp://203.0.113.5:9000",
        "gallery=file:///etc/secretsecret",
        "gallery=srt://203.0.113.5 secretsecret",
        "=srt://203.0.113.5:9000",
        "gal/lery=srt://203.0.113.5:9000",
        "a=srt://203.0.113.5:9000,a=srt://203.0.113.5:9001",
        ",".join(f"t{number}=srt://203.0.113.5:{number}" for number in range(AIR_TARGETS_MAX + 1)),
    ],
)
def test_what_is_no_target_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(SettingsInvalid, match=VARIABLE) as refused:
        load_settings({VARIABLE: text})
    assert "secretsecret" not in str(refused.value)
    assert "t1=" not in str(refused.value)
