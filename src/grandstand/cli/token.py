"""`grandstand token`: tokens and sign-in links for people and programs of this deployment."""

import asyncio
import os
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

from cyclopts import App, Parameter

from grandstand.cli.instance import with_database, with_services
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import SubjectId, new_subject_id
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

NOC_PATTERN = re.compile(r"[A-Z]{3}\Z")

app = App(name="token", help="Make tokens and sign-in links, rotate the key that signs them.")


@app.default
def issue(
    role: Role = Role.FAN,
    *,
    subject: UUID | None = None,
    noc: str | None = None,
    link: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Print a signed token, or a one-time sign-in link.

    Args:
        role: fan, operator, auditor, noc, replay or feed.
        subject: whose; a new person when left out.
        noc: the committee of a NOC member, three capital letters.
        link: print a sign-in link instead of a token.
    """
    if role is Role.PLATFORM:
        raise RequestInvalid("A platform signs in with a key, which an operator makes for it.")
    if (role is Role.NOC) != (noc is not None):
        raise RequestInvalid("A NOC member needs --noc, and nobody else has one.")
    if noc is not None and not NOC_PATTERN.match(noc):
        raise RequestInvalid(f"A committee is three capital letters like 'GER', got {noc!r}.")
    whose = new_subject_id() if subject is None else SubjectId(subject)
    _run(lambda settings: _issue(settings, whose, role, noc, link=link))


@app.command
def rotate() -> None:
    """Make a new signing key; tokens signed before stay valid until they expire."""
    _run(_rotate)


def _run(work: Callable[[Settings], Coroutine[Any, Any, str]]) -> None:
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")
    with with_database(settings) as ready:
        print(asyncio.run(work(ready)))


async def _issue(settings: Settings, subject: SubjectId, role: Role, noc: str | None, *, link: bool) -> str:
    async with with_services(settings) as services:
        if link:
            code = await services.sign_in.create_code(subject, role, noc)
            return f"{settings.site_url}/sign-in#{code}"
        return services.tokens.issue(Principal(subject, role, noc, services.tokens.expiry()))


async def _rotate(settings: Settings) -> str:
    async with with_services(settings) as services:
        key = await services.keys.rotate(token_lifetime_h=settings.token_lifetime_h)
        return f"New key {key.kid}; running servers use it within 30 s."
