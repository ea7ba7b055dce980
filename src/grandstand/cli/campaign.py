"""`grandstand campaign`: what an operator of this machine does to pools.

planning.py   create, raise, raises      books.py   show, heads
programme.py  plan, audience, apply       settling.py  reconcile, report
audit.py      audit, export, verify      night.py   the night
simulate_days.py   simulate

They act on the database of the instance, as the person behind the operator's sign-in links of this machine.
"""

from datetime import datetime

from cyclopts import App

from grandstand.campaign import Act, Books
from grandstand.cli.acting import AsJson, on_services, operator, pool_id, print_books, time_of
from grandstand.cli.audit import audit, export, verify
from grandstand.cli.books import heads, show
from grandstand.cli.draws import verify_draw_file
from grandstand.cli.merchant import merchant
from grandstand.cli.night import night
from grandstand.cli.planning import create, propose_raise, raises
from grandstand.cli.programme import apply, audience, plan
from grandstand.cli.settling import reconcile, report
from grandstand.cli.simulate_days import simulate
from grandstand.services import Services

app = App(name="campaign", help="Plan pools, steer them, check them; play the night.")
app.command(create)
app.command(plan)
app.command(audience)
app.command(apply)
app.command(show)

WORDS = {
    "schedule": (Act.SCHEDULED, "Let a draft open by itself at the time of its plan."),
    "open": (Act.OPENED, "Open a draft or a scheduled pool now."),
    "pause": (Act.PAUSED, "Give no more shares for now; what was given stays."),
    "resume": (Act.RESUMED, "Go on after a pause."),
    "close": (Act.CLOSED, "Give no more shares for good; what was not taken stays in the budget."),
    "reveal": (Act.REVEALED, "Publish the seeds and the ledger of a closed pool, so that anyone can verify it."),
}


def _add_act(word: str, act: Act, words: str) -> None:
    def command(pool: int, *, reason: str, json: AsJson = False) -> None:
        print_books(on_services(lambda services: _act(services, pool, act, reason)), json=json)

    command.__doc__ = f"""{words}

    Args:
        pool: its number.
        reason: why, for the audit log.
        json: print the books as JSON.
    """
    app.command(command, name=word)


async def _act(services: Services, pool: int, act: Act, reason: str) -> Books:
    return await services.campaign.act(operator(services), pool_id(pool), act, reason)


for _word, (_done, _words) in WORDS.items():
    _add_act(_word, _done, _words)


@app.command
def extend(pool: int, *, valid_until: str, reason: str, json: AsJson = False) -> None:
    """Make every share of a pool valid longer.

    Args:
        pool: its number.
        valid_until: the new end, a time with its zone.
        reason: why, for the audit log.
        json: print the books as JSON.
    """
    until = time_of(valid_until, "--valid-until")
    books = on_services(lambda services: _extend(services, pool, until, reason))
    print_books(books, json=json)


async def _extend(services: Services, pool: int, until: datetime, reason: str) -> Books:
    return await services.campaign.extend(operator(services), pool_id(pool), until, reason)


app.command(propose_raise, name="raise")
app.command(raises)
app.command(export)
app.command(reconcile)
app.command(report)
app.command(verify)
app.command(verify_draw_file, name="verify-draw")
app.command(audit)
app.command(heads)
app.command(night)
app.command(simulate)
app.command(merchant)
