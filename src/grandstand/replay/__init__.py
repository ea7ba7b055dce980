"""A free-camera replay from many synchronised cameras, seconds after the moment.

models.py      cameras, rigs, images: the conventions that everything here keeps
rig_file.py, lens.py, colmap.py, nerfstudio.py   calibrated cameras: checked, straightened, in and out
ingest/        H.264 of files and of the network, kept as packets, decoded around an instant
studio/        athletes, venues and cameras of our own, for tests and for the demo
build.py       the athletes of one instant as surfaces; render.py, strobe.py, gltf.py, encode.py show them
executor.py    where the tasks of a take run, here or by cluster.py on Ray; phases.py: clips in which time runs
takes.py       what was wanted, what became of it, how it was made
service.py     who may trigger, publish and see takes
take_jobs.py   takes as jobs; making.py and rendering.py make their files, meanwhile.py tells how far they are
airing.py      a take on air; air_service.py, air_storage.py, air_routes.py, air_jobs.py, air_sender.py send it
session_shelf.py   the recorded sessions of a deployment; wall.py what their cameras show
live_recorder.py   a rig recorded live, a session made of each trigger; recorders.py is how servers reach it
take_folder.py   a take as a folder of files, without server and database
inspection.py  a recorded session looked at: footage.py reads a file, rig_faults.py and aim.py judge the rig
rig_formats.py   rigs from and for COLMAP and nerfstudio
storage.py, queries.sql, schema/   the tables
routes.py      HTTP
installed.py   whether the extra is there
errors.py      what can go wrong
"""

from grandstand.replay.air_jobs import TakeSender, put_airing
from grandstand.replay.air_sender import OnAirProgress, send_clip
from grandstand.replay.air_service import AirService
from grandstand.replay.airing import AirClip, AirTarget, check_times, target_named
from grandstand.replay.errors import ReplayError, ReplayNotInstalled
from grandstand.replay.inspection import CameraReport, SessionReport, inspect_session
from grandstand.replay.installed import is_installed, require_installed
from grandstand.replay.live_recorder import LiveRecorder, live_recording
from grandstand.replay.making import TakeRenderer
from grandstand.replay.meanwhile import told_meanwhile
from grandstand.replay.models import CAMERAS_MIN, Box
from grandstand.replay.recorders import KeptMoment, RecordedCamera
from grandstand.replay.rig_formats import RigFormat, export_rig, import_rig, save_rig
from grandstand.replay.service import TakeService
from grandstand.replay.session_shelf import SessionShelf
from grandstand.replay.storage import TakeStorage
from grandstand.replay.take_folder import FolderTake, make_take
from grandstand.replay.take_jobs import TakeMaker, put_take
from grandstand.replay.takes import Order, PathShape, Take, TakeId, TakeState
from grandstand.replay.wall import CameraWall

__all__ = [
    "CAMERAS_MIN",
    "AirClip",
    "AirService",
    "AirTarget",
    "Box",
    "CameraReport",
    "CameraWall",
    "FolderTake",
    "KeptMoment",
    "LiveRecorder",
    "OnAirProgress",
    "Order",
    "PathShape",
    "RecordedCamera",
    "ReplayError",
    "ReplayNotInstalled",
    "RigFormat",
    "SessionReport",
    "SessionShelf",
    "Take",
    "TakeId",
    "TakeMaker",
    "TakeRenderer",
    "TakeSender",
    "TakeService",
    "TakeState",
    "TakeStorage",
    "check_times",
    "export_rig",
    "import_rig",
    "inspect_session",
    "is_installed",
    "live_recording",
    "make_take",
    "put_airing",
    "put_take",
    "require_installed",
    "save_rig",
    "send_clip",
    "target_named",
    "told_meanwhile",
]
