"""What can go wrong with a replay.

ReplayError
├── BadRig                422  replay.bad_rig             a camera, a size, a calibration that cannot be
├── NoSubject             422  replay.no_subject          no athlete was found in the capture volume
├── TooFewCameras         422  replay.too_few_cameras     not enough healthy cameras saw the instant
├── NotKept               404  replay.not_kept            the recording does not reach the instant
├── RecordingUnreadable   422  replay.unreadable          a file that is no video, or not H.264
├── SessionUnknown        404  replay.session_unknown     no recorded session of this name
├── RecorderUnknown       404  replay.recorder_unknown    no live recorder of this name
├── RecorderDead          409  replay.recorder_dead       a live recorder that does not answer any more
├── TakeUnknown           404  replay.take_unknown        no such take, or not for the asker
├── TakeUnfinished        409  replay.take_unfinished     a take that is not complete, or still being made
├── ClusterUnavailable    503  replay.cluster_unavailable the cluster that makes takes cannot be used
├── TargetUnknown         404  replay.target_unknown      no place of this name that takes may be sent to
├── OnAir                 409  replay.on_air              a place that another take is being sent to
├── AiringUnknown         404  replay.airing_unknown      no such airing
├── AirLost               502  replay.air_lost            what was sent did not arrive
├── AirBroken             502  replay.air_broken          what sent it has ended, or was not there in time
├── TakesFull             409  replay.full                a limit of what is kept is reached
├── FfmpegMissing         501  replay.no_ffmpeg           no program here that knows SRT
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


class RecordingUnreadable(ReplayError):
    code = "replay.unreadable"
    title = "The recording cannot be read"


class SessionUnknown(ReplayError):
    code = "replay.session_unknown"
    status = 404
    title = "There is no recorded session of this name"


class RecorderUnknown(ReplayError):
    code = "replay.recorder_unknown"
    status = 404
    title = "There is no live recorder of this name"


class RecorderDead(ReplayError):
    code = "replay.recorder_dead"
    status = 409
    title = "The live recorder does not answer"


class TakeUnknown(ReplayError):
    code = "replay.take_unknown"
    status = 404
    title = "There is no such take"


class TakeUnfinished(ReplayError):
    code = "replay.take_unfinished"
    status = 409
    title = "The take is not in the state for this"


class TakesFull(ReplayError):
    code = "replay.full"
    status = 409
    title = "No more takes can be kept"


class TargetUnknown(ReplayError):
    code = "replay.target_unknown"
    status = 404
    title = "Takes cannot be sent to a place of this name"


class OnAir(ReplayError):
    code = "replay.on_air"
    status = 409
    title = "This place is on air already"


class AiringUnknown(ReplayError):
    code = "replay.airing_unknown"
    status = 404
    title = "This was not on air"


class AirLost(ReplayError):
    code = "replay.air_lost"
    status = 502
    title = "The replay did not arrive"


class AirBroken(ReplayError):
    code = "replay.air_broken"
    status = 502
    title = "The replay was not sent to its end"


class FfmpegMissing(ReplayError):
    code = "replay.no_ffmpeg"
    status = 501
    title = "There is no program here that knows SRT"


class ClusterUnavailable(ReplayError):
    code = "replay.cluster_unavailable"
    status = 503
    title = "The cluster that makes takes cannot be used"
    retryable = True


class ReplayNotInstalled(ReplayError):
    code = "replay.not_installed"
    status = 501
    title = "Replays are not installed"
