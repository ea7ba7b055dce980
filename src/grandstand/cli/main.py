"""The commands, and how an error of ours ends one: one line that says what to do, exit status 1."""

import os
import sys
from contextlib import suppress

from cyclopts import App

from grandstand import __version__
from grandstand.cli import (
    backup,
    campaign,
    doctor,
    evaluate,
    gate,
    library,
    live,
    mcp,
    model,
    replay,
    token,
    up,
    work,
)
from grandstand.kernel.errors import GrandstandError

INTERRUPTED = 130

app = App(name="grandstand", help="The stage for the night when everybody turns up.", version=__version__)
app.command(up.up)
app.command(gate.gate)
app.command(work.work)
app.command(doctor.doctor)
app.command(evaluate.evaluate_assistant, name="eval")
app.command(backup.backup)
app.command(backup.restore)
app.command(token.app)
app.command(campaign.app)
app.command(live.app)
app.command(library.app)
app.command(replay.app)
app.command(mcp.mcp)
app.command(model.app)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app()
    except GrandstandError as error:
        print(f"grandstand: {error} [{error.code}]", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); closing quietly is what is expected.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
