"""The demo's first replay: a small synthetic rig is rendered, a take of its moment made and shown to everybody.

Each step looks at what is there already: whoever is stopped in the middle goes on at the next start, and a session
that was rendered once is kept.
"""

import asyncio
import os
import shutil
import sys
from pathlib import Path

from grandstand.kernel.auth import Principal
from grandstand.replay import Order, ReplayError, Take, TakeService, TakeState

SESSION = "aerials"
DISCIPLINE = "FAE"
CAMERAS = 12
HEIGHT_PX = 360
MOMENT_S = 1.4
"""The top of the jump, from the beginning of the session."""
EMPTY_UNTIL_S = 0.9
"""Until then nobody is in the pictures."""
STROBE_S = (1.1, 1.25, 1.55, 1.7)
PICTURES = 72
LOOK_AGAIN_S = 1.0
NICE = 5
ORDER = Order(
    session=SESSION,
    instant_s=MOMENT_S,
    pictures=PICTURES,
    height_px=HEIGHT_PX,
    strobe_s=STROBE_S,
    empty_until_s=EMPTY_UNTIL_S,
)
ENDED = {TakeState.COMPLETE, TakeState.FAILED, TakeState.CANCELLED}


async def prepare_first_replay(takes: TakeService, operator: Principal, sessions: Path) -> Take | None:
    """Have the demo's replay made, unless there are takes already; the take as it ended.

    Args:
        takes: where it is triggered.
        operator: a replay operator.
        sessions: the folder of recorded sessions.

    Raises:
        ReplayError: the session cannot be rendered, or the take not be triggered.
    """
    known, _ = await takes.takes(operator)
    begun = next((each for each in known if each.order == ORDER), None)
    if (known and begun is None) or (begun is not None and begun.state in ENDED):
        return begun
    if not (sessions / SESSION).is_dir():
        await render_session(sessions)
    take = begun or await takes.trigger(operator, ORDER)
    while take.state not in ENDED:
        await asyncio.sleep(LOOK_AGAIN_S)
        take = await takes.take(operator, take.id)
    return await takes.publish(operator, take.id) if take.state is TakeState.COMPLETE else take


async def render_session(sessions: Path) -> None:
    """Render the synthetic session in a process of its own, and put it into its place when it is whole.

    Raises:
        ReplayError: it could not be rendered; its own output says why.
    """
    partial = sessions / f".{SESSION}.partial"
    await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)
    wanted = ("--discipline", DISCIPLINE, "--cameras", str(CAMERAS), "--height", str(HEIGHT_PX))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "grandstand", "replay", "synth", "--out", str(partial), *wanted),
        stdout=asyncio.subprocess.DEVNULL,
    )
    os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
    try:
        status = await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if status != 0:
        raise ReplayError(f"The demo's session was not rendered: the process ended with {status}.")
    partial.rename(sessions / SESSION)
