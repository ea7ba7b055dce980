"""`grandstand replay synth`."""

from pathlib import Path

import pytest

from grandstand.cli.replay import synth
from grandstand.kernel.errors import RequestInvalid
from grandstand.replay.errors import ReplayError
from grandstand.replay.rig_file import read_rig


def test_a_session_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    synth(discipline="ssk", out=tmp_path, cameras=6, height=360, from_s=1.08, until_s=1.12, empty_s=0.04)
    assert "6 cameras" in capsys.readouterr().out
    rig = read_rig(tmp_path / "rig.json")
    assert len(list(tmp_path.glob("*.mp4"))) == len(rig.cameras) == 6
    assert (rig.cameras[0].width, rig.cameras[0].height) == (640, 360)


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestInvalid, match="--height"):
        synth(discipline="SSK", out=tmp_path, height=500)
    with pytest.raises(RequestInvalid, match="--cameras"):
        synth(discipline="SSK", out=tmp_path, cameras=3)
    with pytest.raises(RequestInvalid, match="--fps"):
        synth(discipline="SSK", out=tmp_path, fps=0)
    with pytest.raises(RequestInvalid, match="--empty-s"):
        synth(discipline="SSK", out=tmp_path, empty_s=99)
    with pytest.raises(ReplayError, match="'CHESS'"):
        synth(discipline="chess", out=tmp_path)
