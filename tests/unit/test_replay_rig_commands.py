"""`grandstand replay import` and `export`: rigs there and back, and what is refused."""

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grandstand.cli.replay_rigs import export, import_
from grandstand.kernel.errors import RequestInvalid
from grandstand.replay import RigFormat
from grandstand.replay.colmap import write_colmap
from grandstand.replay.errors import BadRig
from grandstand.replay.models import Rig
from grandstand.replay.nerfstudio import write_nerfstudio
from grandstand.replay.rig_file import read_rig, write_rig
from rigs import VOLUME, ring

LOW, HIGH = VOLUME.low_m, VOLUME.high_m
MODEL_NUMBERS = {"PINHOLE": 1}


def write_binary(rig: Rig, folder: Path) -> None:
    """COLMAP's binary files, made of its text ones: the layout is that of its documentation."""
    write_colmap(rig, folder)
    lenses = [line.split() for line in (folder / "cameras.txt").read_text().splitlines()[1:]]
    poses = [line.split() for line in (folder / "images.txt").read_text().splitlines()[2::2]]
    cameras = struct.pack("<Q", len(lenses))
    for number, model, width, height, *numbers in lenses:
        cameras += struct.pack("<IiQQ", int(number), MODEL_NUMBERS[model], int(width), int(height))
        cameras += struct.pack(f"<{len(numbers)}d", *map(float, numbers))
    images = struct.pack("<Q", len(poses))
    for points, (number, *pose, camera, name) in enumerate(poses):
        images += struct.pack("<I7dI", int(number), *map(float, pose), int(camera)) + name.encode() + b"\0"
        images += struct.pack("<Q", points) + struct.pack("<ddq", 1.5, 2.5, -1) * points
    for file in ("cameras.txt", "images.txt", "points3D.txt"):
        (folder / file).unlink()
    (folder / "cameras.bin").write_bytes(cameras)
    (folder / "images.bin").write_bytes(images)


def colmap_deeper(rig: Rig, folder: Path) -> None:
    (folder / "sparse" / "0").mkdir(parents=True)
    write_colmap(rig, folder / "sparse" / "0")


def nerfstudio(rig: Rig, folder: Path) -> None:
    write_nerfstudio(rig, folder / "transforms.json")


def nerfstudio_beside_its_colmap(rig: Rig, folder: Path) -> None:
    (folder / "colmap" / "sparse" / "0").mkdir(parents=True)
    write_colmap(ring(7), folder / "colmap" / "sparse" / "0")
    nerfstudio(rig, folder)


@pytest.mark.parametrize(
    ("write", "tool"),
    [
        (write_colmap, "colmap"),
        (write_binary, "colmap"),
        (colmap_deeper, "colmap"),
        (nerfstudio, "nerfstudio"),
        (nerfstudio_beside_its_colmap, "nerfstudio"),
    ],
)
def test_whatever_is_there_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], write: Callable[[Rig, Path], None], tool: str
) -> None:
    source = tmp_path / "run"
    source.mkdir()
    write(ring(8), source)
    import_(source, out=tmp_path / "rig.json", low_m=LOW, high_m=HIGH, fps=50)
    assert capsys.readouterr().out == f"8 cameras of {tool} in {str(tmp_path / 'rig.json')!r}.\n"
    rig = read_rig(tmp_path / "rig.json")
    assert (rig.name, rig.volume) == ("run", VOLUME)
    for one, other in zip(ring(8).cameras, rig.cameras, strict=True):
        assert (one.id, one.width, one.height, other.fps) == (other.id, other.width, other.height, 50)
        assert np.allclose(one.projection, other.projection, atol=1e-6)


@pytest.mark.parametrize("kind", RigFormat)
def test_a_rig_goes_out_and_comes_back(
    tmp_path: Path, kind: RigFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "session").mkdir()
    write_rig(ring(8), tmp_path / "session" / "rig.json")
    out = tmp_path / "new" / "out"
    export(tmp_path / "session", format=kind, out=out)
    printed = capsys.readouterr().out.split()
    assert sorted(printed) == sorted(str(path) for path in out.iterdir())
    import_(out, out=tmp_path / "again.json", low_m=LOW, high_m=HIGH, name="ring")
    again = read_rig(tmp_path / "again.json")
    for one, other in zip(ring(8).cameras, again.cameras, strict=True):
        assert np.allclose(one.projection, other.projection, atol=1e-6)
    assert again.name == "ring"


def test_nothing_is_replaced_but_by_force(tmp_path: Path) -> None:
    write_rig(ring(8), tmp_path / "rig.json")
    source = tmp_path / "colmap"
    export(tmp_path / "rig.json", format=RigFormat.COLMAP, out=source)
    kept = tmp_path / "kept.json"
    kept.write_text("mine")
    with pytest.raises(RequestInvalid, match=r"kept.json' is there already; .* --force"):
        import_(source, out=kept, low_m=LOW, high_m=HIGH)
    assert kept.read_text() == "mine"
    import_(source, out=kept, low_m=LOW, high_m=HIGH, force=True)
    assert len(read_rig(kept).cameras) == 8
    (source / "images.txt").write_text("mine")
    (source / "cameras.txt").unlink()
    with pytest.raises(RequestInvalid, match=r"images.txt' is there already; .* --force"):
        export(tmp_path / "rig.json", format=RigFormat.COLMAP, out=source)
    assert (source / "images.txt").read_text() == "mine"
    assert not (source / "cameras.txt").exists()
    export(tmp_path / "rig.json", format=RigFormat.COLMAP, out=source, force=True)
    assert sorted(path.name for path in source.iterdir()) == ["cameras.txt", "images.txt", "points3D.txt"]


def test_what_cannot_be_imported_is_refused_and_nothing_written(tmp_path: Path) -> None:
    out, source = tmp_path / "rig.json", tmp_path / "run"
    source.mkdir()
    with pytest.raises(RequestInvalid, match=r"has neither transforms.json of nerfstudio nor cameras.txt"):
        import_(source, out=out, low_m=LOW, high_m=HIGH)
    write_colmap(ring(8), source)
    with pytest.raises(BadRig, match="capture volume"):
        import_(source, out=out, low_m=HIGH, high_m=LOW)
    with pytest.raises(BadRig, match="fps"):
        import_(source, out=out, low_m=LOW, high_m=HIGH, fps=0)
    with pytest.raises(RequestInvalid, match="cannot be written: No such file or directory"):
        import_(source, out=tmp_path / "nowhere" / "rig.json", low_m=LOW, high_m=HIGH)
    nerfstudio(ring(8), source)
    with pytest.raises(RequestInvalid, match=r"both transforms.json and a model of COLMAP"):
        import_(source, out=out, low_m=LOW, high_m=HIGH)
    (source / "cameras.txt").unlink()
    (source / "transforms.json").write_text('{"frames": [{"file_path": 3}]}')
    with pytest.raises(BadRig, match=r"transforms.json cannot be read"):
        import_(source, out=out, low_m=LOW, high_m=HIGH)
    assert not out.exists()


def test_what_cannot_be_exported_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestInvalid, match="cannot be read: No such file or directory"):
        export(tmp_path / "rig.json", format=RigFormat.COLMAP, out=tmp_path / "out")
    write_rig(ring(8), tmp_path / "rig.json")
    (tmp_path / "out").write_text("a file")
    with pytest.raises(RequestInvalid, match="cannot be written to"):
        export(tmp_path / "rig.json", format=RigFormat.NERFSTUDIO, out=tmp_path / "out")


@pytest.mark.parametrize("file", ["cameras.bin", "images.bin"])
def test_a_binary_file_that_breaks_off_is_told_wherever_it_does(tmp_path: Path, file: str) -> None:
    write_binary(ring(6), tmp_path)
    whole = (tmp_path / file).read_bytes()
    for length in range(0, len(whole), 7):
        (tmp_path / file).write_bytes(whole[:length])
        with pytest.raises(BadRig, match=rf"{file}(, byte \d+: no name ends there| breaks off)"):
            import_(tmp_path, out=tmp_path / "rig.json", low_m=LOW, high_m=HIGH)


def test_models_that_five_coefficients_cannot_say_are_refused(tmp_path: Path) -> None:
    write_binary(ring(6), tmp_path)
    content = bytearray((tmp_path / "cameras.bin").read_bytes())
    content[12:16] = struct.pack("<i", 77)
    (tmp_path / "cameras.bin").write_bytes(content)
    with pytest.raises(BadRig, match=r"cameras.bin, camera 1: the camera model 77 is not known"):
        import_(tmp_path, out=tmp_path / "rig.json", low_m=LOW, high_m=HIGH)
    content[12:16] = struct.pack("<i", 9)
    (tmp_path / "cameras.bin").write_bytes(content + b"\0" * 8)
    with pytest.raises(BadRig, match="RADIAL_FISHEYE"):
        import_(tmp_path, out=tmp_path / "rig.json", low_m=LOW, high_m=HIGH)
