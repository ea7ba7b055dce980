"""A free-camera replay from many synchronised cameras, seconds after the moment.

models.py      cameras, rigs, images: the conventions that everything here keeps
rig_file.py, lens.py, colmap.py, nerfstudio.py   calibrated cameras: checked, straightened, in and out
ingest/        H.264 of files and of the network, kept as packets, decoded around an instant
studio/        athletes, venues and cameras of our own, for tests and for the demo
build.py       the athletes of one instant as surfaces; render.py, strobe.py, gltf.py, encode.py show them
takes.py       what was wanted, what became of it, how it was made
service.py     who may trigger, publish and see takes
take_jobs.py   takes as jobs; making.py and rendering.py make their files
session_shelf.py   the recorded sessions of a deployment; wall.py what their cameras show
live_recorder.py   a rig recorded live, a session made of each trigger; recorders.py is how servers reach it
storage.py, queries.sql, schema/   the tables
routes.py      HTTP
installed.py   whether the extra is there
errors.py      what can go wrong
"""

from grandstand.replay.errors import ReplayError, ReplayNotInstalled
from grandstand.replay.installed import is_installed, require_installed
from grandstand.replay.live_recorder import LiveRecorder, live_recording
from grandstand.replay.making import TakeRenderer
from grandstand.replay.models import CAMERAS_MIN
from grandstand.replay.recorders import KeptMoment, RecordedCamera
from grandstand.replay.service import TakeService
from grandstand.replay.session_shelf import SessionShelf
from grandstand.replay.storage import TakeStorage
from grandstand.replay.take_jobs import TakeMaker, put_take
from grandstand.replay.takes import Order, Take, TakeId, TakeState
from grandstand.replay.wall import CameraWall

__all__ = [
    "CAMERAS_MIN",
    "CameraWall",
    "KeptMoment",
    "LiveRecorder",
    "Order",
    "RecordedCamera",
    "ReplayError",
    "ReplayNotInstalled",
    "SessionShelf",
    "Take",
    "TakeId",
    "TakeMaker",
    "TakeRenderer",
    "TakeService",
    "TakeState",
    "TakeStorage",
    "is_installed",
    "live_recording",
    "put_take",
    "require_installed",
]
