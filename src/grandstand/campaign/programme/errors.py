"""What can go wrong with a programme.

ProgrammeError
├── ProgrammeUnknown   404  programme.unknown
├── ProgrammeInvalid   422  programme.invalid    the file, with all of its faults
├── ProgrammeFrozen    409  programme.frozen     the file says otherwise than what has begun
└── ProgrammeTooLate   409  programme.too_late   a wave that is not there yet should have begun
"""

from collections.abc import Sequence

from grandstand.campaign.programme.models import Change, FileFault
from grandstand.kernel.errors import GrandstandError


class ProgrammeError(GrandstandError):
    code = "programme.error"
    status = 409
    title = "The programme cannot do this"


class ProgrammeUnknown(ProgrammeError):
    code = "programme.unknown"
    status = 404
    title = "There is no such programme"


class ProgrammeInvalid(ProgrammeError):
    """Its message has a line for each fault."""

    code = "programme.invalid"
    status = 422
    title = "The programme's file is not valid"

    def __init__(self, faults: Sequence[FileFault] = ()) -> None:
        super().__init__("\n".join(str(fault) for fault in faults) or None)
        self.faults = tuple(faults)


class ProgrammeFrozen(ProgrammeError):
    """Its message has a line for each change that cannot be made."""

    code = "programme.frozen"
    title = "What has begun cannot be changed like this"

    def __init__(self, changes: Sequence[Change] = ()) -> None:
        frozen = [
            f"{each.wave or 'programme'}: {each.key} is {each.before}, the file says {each.after}"
            for each in changes
            if each.is_frozen
        ]
        told = ["Nothing was changed. Frozen since the file was first applied:", *frozen]
        super().__init__("\n".join(told) if frozen else None)
        self.changes = tuple(changes)


class ProgrammeTooLate(ProgrammeError):
    code = "programme.too_late"
    title = "This wave should have begun already"
