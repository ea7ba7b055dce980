"""`grandstand up`: the database, the schema, the keys, the demo if wanted, the server; and down again."""

import asyncio
import os
import threading
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter
from granian.constants import Interfaces

from grandstand.app import STOP_STREAMS_SIGNAL
from grandstand.assistant.llm import keep_choice
from grandstand.cli import playing
from grandstand.cli.beside import beside
from grandstand.cli.instance import (
    READY_TIMEOUT_S,
    announced,
    running_instance,
    wait_until_ready,
    with_database,
    with_services,
)
from grandstand.cli.model import chosen, model_beside
from grandstand.cli.server import Served, as_variables, check_address_is_free, environment_of_workers, serve
from grandstand.demo.first_evening import prepare_first_evening, staff
from grandstand.demo.gifts import EarlierClock, GiftTools, prepare_gifts
from grandstand.demo.manuals.first_library import COMMITTEES, member, prepare_first_library
from grandstand.demo.platforms import prepare_platforms
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.library import NotInstalled, is_installed
from grandstand.replay import is_installed as replays_installed
from grandstand.services import Services, build_services

LINKED_ROLES = (Role.OPERATOR, Role.AUDITOR, Role.REPLAY)


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time sign-in link, and whose it is: a role, or a member of a committee."""

    name: str
    url: str


def up(  # noqa: PLR0913 - the options of a command
    *,
    demo: Annotated[bool, Parameter(negative="")] = False,
    games: bool = True,
    manuals: bool = True,
    replay: bool = True,
    model: str | None = None,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
) -> None:
    """Start Grandstand and serve until Ctrl-C.

    Args:
        demo: admit guests, open a demo campaign where the database has none, play fictional Games.
        games: with --demo, whether the Games are played.
        manuals: with --demo, whether the manuals are put into the library.
        replay: with --demo, whether a first replay is made.
        model: the language model that composes answers: an OpenAI-compatible address, or a GGUF file that is
            served beside; kept for the next start, as by `grandstand model use`.
        host: the address to listen on, instead of GRANDSTAND_HOST.
        port: the port to listen on, instead of GRANDSTAND_PORT.
        workers: server processes, instead of GRANDSTAND_WORKERS.
    """
    environment = os.environ | as_variables(host=host, port=port, workers=workers, guests=demo or None)
    settings = load_settings(environment)
    configure_logging(settings.log_format, settings.log_level)
    check_not_running(settings)
    check_address_is_free(settings.host, settings.port)
    if settings.gate_port:
        check_address_is_free(settings.host, settings.gate_port)
    if model is not None:
        keep_choice(settings.data_dir, chosen(model))
    print("Starting the database …", flush=True)
    with with_database(settings) as ready, announced(ready):
        links = asyncio.run(prepare(ready, demo=demo, manuals=demo and manuals))
        with (
            playing.playing_beside(ready, playing.games, wanted=demo and games),
            playing.playing_beside(ready, playing.first_replay, wanted=demo and replay and makes_replays()),
        ):
            _serve(ready, links)
    print("Stopped; everything that was acknowledged is stored.")


async def prepare(settings: Settings, *, demo: bool, manuals: bool) -> list[Link]:
    """Bring the schema up to date, make the first key, the demo if wanted, and one-time sign-in links."""
    async with with_services(settings) as services:
        people = [(role.value, staff(role, services.tokens)) for role in LINKED_ROLES]
        operator = staff(Role.OPERATOR, services.tokens)
        if demo and (pool := await prepare_first_evening(services.campaign, operator)) is not None:
            await prepare_platforms(services.platforms, services.eligibility, services.tokens, operator, pool)
            await _give_gifts(settings, operator)
        if manuals and await _fill_library(services):
            people += [(f"noc {noc}", member(noc, services.tokens)) for noc in COMMITTEES]
        links = []
        for name, who in people:
            code = await services.sign_in.create_code(who.subject, who.role, who.noc)
            links.append(Link(name, f"{settings.site_url}/sign-in#{code}"))
        return links


async def _give_gifts(settings: Settings, operator: Principal) -> None:
    """Vouchers, shops, invitations and draws, made by services that live yesterday."""
    clock = EarlierClock()
    services = await build_services(settings, clock)
    try:
        tools = GiftTools(
            clock=clock,
            campaign=services.campaign,
            draws=services.draws,
            invites=services.invites,
            vouchers=services.vouchers,
            fraud=services.fraud,
            outbox=services.outbox,
        )
        await prepare_gifts(tools, operator)
    finally:
        await services.close()


async def _fill_library(services: Services) -> bool:
    """Whether the demo's manuals are in the library; the worker beside the server reads what is new."""
    operator = staff(Role.OPERATOR, services.tokens)
    print("Typesetting the manuals …", flush=True)
    try:
        await prepare_first_library(services.library, services.uploads, services.tokens, operator)
    except NotInstalled as missing:
        print(f"The manuals are left out: {missing}")
        return False
    return True


def _serve(settings: Settings, links: list[Link]) -> None:
    with (
        environment_of_workers(settings),
        beside("gate", wanted=settings.gate_port > 0) as stop_gate,
        beside("work", wanted=is_installed()) as stop_work,
        model_beside(settings) as stop_model,
    ):

        def stop_beside() -> None:
            stop_gate()
            stop_work()
            stop_model()

        threading.Thread(target=_announce_when_ready, args=(settings, links), daemon=True).start()
        serve(
            Served(
                target="grandstand.app:create_app",
                interface=Interfaces.ASGI,
                host=settings.host,
                port=settings.port,
                workers=settings.workers,
                stop_signal=STOP_STREAMS_SIGNAL,
                stopping=stop_beside,
            )
        )


def makes_replays() -> bool:
    """Whether there is a worker beside the server, and it can make replays."""
    return is_installed() and replays_installed()


def check_not_running(settings: Settings) -> None:
    """Pass when no Grandstand serves this data directory.

    Raises:
        SettingsInvalid: one does; the message names its process.
    """
    if (instance := running_instance(settings)) is not None:
        raise SettingsInvalid(
            f"It already runs on {str(settings.data_dir)!r}: process {instance.pid} on port {instance.port}. "
            "Stop it, or choose another GRANDSTAND_DATA_DIR."
        )


def _announce_when_ready(settings: Settings, links: list[Link]) -> None:
    ready = wait_until_ready(settings.local_url)
    if ready and (not settings.gate_port or wait_until_ready(settings.gate_url)):
        print(welcome(settings, links), flush=True)
    else:
        print(f"The server did not become ready within {READY_TIMEOUT_S:.0f} s; see the log above.", flush=True)


def welcome(settings: Settings, links: list[Link]) -> str:
    """What a person reads when everything is up."""
    lines = [
        "",
        "Grandstand is up.",
        "",
        f"  fans       {settings.site_url}/",
        f"  assistant  {settings.site_url}/assistant",
        f"  games      {settings.site_url}/games",
        f"  library    {settings.site_url}/library",
        f"  replays    {settings.site_url}/replay",
        *(f"  {link.name:<10} {link.url}" for link in links),
        *([f"  gate       {settings.gate_url}/v1/pools/<pool>/claims"] if settings.gate_port else []),
        "",
        "The links with a # sign in once and are valid for a day.",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)
