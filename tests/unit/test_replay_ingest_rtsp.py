"""Cameras that come by RTSP, over a real socket: packets as they were sent, refusals told, again after a break."""

import time
from functools import partial

import pytest

import patience
from grandstand.replay.ingest.recorder import Recorder
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.ring import Ring
from grandstand.replay.ingest.source import Arrived, FileSource, SourceLostError, UrlSource, source_of
from grandstand.replay.models import CameraId
from patience import at_work
from relay import listening
from rigs import ring
from rtsp import PAYLOAD_BYTES_MAX, RtspCamera, nals
from videos import camera_in, number_in, write_video

FRAMES = 60
WAIT_S = 15.0
until = partial(patience.until, wait_s=WAIT_S)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> list[Arrived]:
    file = tmp_path_factory.mktemp("rtsp") / "c07.mp4"
    write_video(file, range(FRAMES), camera=7, group=10)
    return list(FileSource(file).packets())


def until_lost(source: UrlSource) -> tuple[list[Arrived], str]:
    arrived: list[Arrived] = []
    with pytest.raises(SourceLostError) as lost:
        arrived.extend(source.packets())
    return arrived, str(lost.value)


def test_packets_come_by_rtsp_as_the_camera_sends_them(film: list[Arrived]) -> None:
    assert max(len(nal) for packet in film for nal in nals(packet.data)) > PAYLOAD_BYTES_MAX
    camera = RtspCamera(film)
    with listening(camera.serve) as port:
        source = source_of(f"rtsp://127.0.0.1:{port}/main")
        assert isinstance(source, UrlSource)
        arrived, _ = until_lost(source)
    assert camera.asked[:4] == ["OPTIONS", "DESCRIBE", "SETUP", "PLAY"]
    # FFmpeg does not know the time of the first picture, which is left out for that.
    assert [nals(each.data) for each in arrived] == [nals(each.data) for each in film[1:]]
    assert [each.is_key for each in arrived] == [each.is_key for each in film[1:]]
    assert [each.pts_s for each in arrived] == pytest.approx([number / 25 for number in range(1, FRAMES)])


def test_a_camera_that_hangs_up_is_asked_again(film: list[Arrived]) -> None:
    camera = RtspCamera(film, cut_after=40)
    with listening(camera.serve) as port:
        recorder = Recorder(ring(6).cameras[0], source_of(f"rtsp://127.0.0.1:{port}/main"), Ring())
        with at_work(recorder):
            until(lambda: recorder.detail)
            until(lambda: (span := recorder.ring.span_s()) is not None and span[1] > 50 / 25)
    assert camera.asked.count("PLAY") == 2
    recording = Recording(ring(6), {})
    recording._recorders[CameraId("c00")] = recorder
    (moment,) = recording.moments([45 / 25])
    image = moment.images[CameraId("c00")]
    assert (number_in(image), camera_in(image)) == (45, 7)


def test_a_camera_that_sends_nothing_more_is_told(film: list[Arrived]) -> None:
    late = Arrived(film[20].data, film[20].pts_s + 60, film[20].dts_s + 60, is_key=True)
    with listening(RtspCamera([*film[:20], late]).serve) as port:
        began_s = time.monotonic()
        arrived, why = until_lost(UrlSource(f"rtsp://127.0.0.1:{port}/main"))
    assert len(arrived) in {19, 20}
    assert why == "The stream sends nothing."
    assert time.monotonic() - began_s < 10


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("401 Unauthorized", "authorization failed"),
        ("404 Not Found", "404 Not Found"),
    ],
)
def test_a_camera_that_refuses_is_told(film: list[Arrived], status: str, why: str) -> None:
    with listening(RtspCamera(film, status=status).serve) as port:
        arrived, told = until_lost(UrlSource(f"rtsp://somebody:secret@127.0.0.1:{port}/main"))
    assert arrived == []
    assert told.startswith("The stream cannot be read: ")
    assert why in told
    assert "secret" not in told
