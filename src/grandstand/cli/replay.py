"""`grandstand replay …`: sessions to work on without cameras; what is done to sessions has files of its own."""

from dataclasses import replace
from pathlib import Path

from cyclopts import App

from grandstand.cli import replay_air, replay_check, replay_clip, replay_record, replay_rigs
from grandstand.cli.acting import progress
from grandstand.kernel.errors import RequestInvalid
from grandstand.replay import CAMERAS_MIN, require_installed
from grandstand.replay.studio import CAMERAS, Studio, fewer, scene_of, write_session

SIZES = {360: (640, 360), 720: (1280, 720), 1080: (1920, 1080)}
FPS_MAX = 120.0
EMPTY_S_MAX = 20.0
ADVANCE_S = 0.4
"""Without other wishes, the session begins and ends so long before and after the moment."""

app = App(name="replay", help="Replays from many cameras.")
app.command(replay_air.air)
app.command(replay_check.check)
app.command(replay_clip.clip)
app.command(replay_rigs.import_, name="import")
app.command(replay_rigs.export)


@app.command
def synth(  # noqa: PLR0913
    *,
    discipline: str,
    out: Path,
    seed: int = 1,
    cameras: int = CAMERAS,
    height: int = 720,
    fps: float = 25.0,
    from_s: float | None = None,
    until_s: float | None = None,
    empty_s: float = 1.0,
    motion_blur_s: float = 0.0,
    rolling_shutter_s: float = 0.0,
) -> None:
    """Render a synthetic session: one H.264 file for each camera, and `rig.json`.

    Args:
        discipline: ALP, BOB, BTH, CCS, CUR, FAE, FRS, FSK, IHO, LUG, NCB, SBD, SJP, SKN, SMT, SSK or STK.
        out: the folder to write into.
        seed: other trees, spectators and noise for another one.
        cameras: how many of the 24 cameras, evenly around; at least 6.
        height: of the pictures: 360, 720 or 1080.
        fps: pictures a second.
        from_s: where in the scene it begins; 0.4 s before the moment.
        until_s: where it ends; 0.4 s after the moment.
        empty_s: how long the field of play is empty before that.
        motion_blur_s: exposure time.
        rolling_shutter_s: from the first row to the last.
    """
    _check(height, fps, empty_s)
    require_installed()
    if not CAMERAS_MIN <= cameras <= CAMERAS:
        raise RequestInvalid(f"--cameras is {CAMERAS_MIN} to {CAMERAS}, got {cameras!r}.")
    whole = scene_of(discipline.upper(), seed)
    scene = replace(whole, rig=fewer(whole.rig, cameras))
    studio = Studio(scene, SIZES[height], motion_blur=motion_blur_s, rolling_shutter=rolling_shutter_s)
    begin = scene.moment_s - ADVANCE_S if from_s is None else from_s
    end = scene.moment_s + ADVANCE_S if until_s is None else until_s
    with progress() as bar:
        task = bar.add_task("Rendering", total=None)

        def tell(done: int, of: int) -> None:
            bar.update(task, description=f"{scene.name}: {done} of {of} cameras")

        files = write_session(studio, out, from_s=begin, until_s=end, fps=fps, empty_s=empty_s, tell=tell)
    moment = empty_s + scene.moment_s - begin
    print(f"{len(files)} cameras in {str(out)!r}; the moment is {moment:.2f} s after the beginning.")


def _check(height: int, fps: float, empty_s: float) -> None:
    if height not in SIZES:
        raise RequestInvalid(f"--height is 360, 720 or 1080, got {height!r}.")
    if not 1 <= fps <= FPS_MAX:
        raise RequestInvalid(f"--fps is 1 to {FPS_MAX:.0f}, got {fps!r}.")
    if not 0 <= empty_s <= EMPTY_S_MAX:
        raise RequestInvalid(f"--empty-s is 0 to {EMPTY_S_MAX:.0f}, got {empty_s!r}.")


app.command(replay_record.record)
