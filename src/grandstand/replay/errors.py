"""What can go wrong with a replay.

ReplayError
├── BadRig                422  replay.bad_rig             a camera, a size, a calibration that cannot be
├── NoSubject             422  replay.no_subject          no athlete was found in the capture volume
├── TooFewCameras         422  replay.too_few_cameras     not enough healthy cameras saw the instant
├── NotKept               404  replay.not_kept            the recording does not reach the instant
└── ReplayNotInstalled    501  replay.not_installed       the extra `replay` is missing
"""

from grandstand.kernel.errors import GrandstandError


class ReplayError(GrandstandError):
    code = "replay.error"
    status = 422
    title = "The replay cannot be made"


class BadRig(ReplayError):
    code = "replay.bad_rig"
    title = "This rig of cameras cannot be used"


class NoSubject(ReplayError):
    code = "replay.no_subject"
    title = "No athlete was found there at this instant"


class TooFewCameras(ReplayError):
    code = "replay.too_few_cameras"
    title = "Too few healthy cameras saw this instant"


class NotKept(ReplayError):
    code = "replay.not_kept"
    status = 404
    title = "The recording does not reach this instant"


class ReplayNotInstalled(ReplayError):
    code = "replay.not_installed"
    status = 501
    title = "Replays are not installed"
