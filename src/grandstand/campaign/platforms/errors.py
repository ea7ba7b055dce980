"""What can be answered instead about platforms.

PlatformError
├── PlatformUnknown   404  platform.unknown
├── PlatformInvalid   422  platform.invalid      its name, budget or address; a part that it cannot have; its user
├── PlatformConflict  409  platform.conflict     the name is taken, or it is closed
├── KeyRefused        401  platform.key_refused  unknown, wrong or withdrawn: one answer for all
├── KeyUnknown        404  platform.key_unknown
└── KeysFull          409  platform.keys_full    two are valid already
"""

from grandstand.kernel.errors import GrandstandError


class PlatformError(GrandstandError):
    code = "platform.error"
    status = 409
    title = "This cannot be done with platforms"


class PlatformUnknown(PlatformError):
    code = "platform.unknown"
    status = 404
    title = "There is no such platform"


class PlatformInvalid(PlatformError):
    code = "platform.invalid"
    status = 422
    title = "A platform cannot have this"


class PlatformConflict(PlatformError):
    code = "platform.conflict"
    status = 409
    title = "The platform is in a state that does not allow this"


class KeyRefused(PlatformError):
    code = "platform.key_refused"
    status = 401
    title = "The key is not valid: it is unknown, wrong or withdrawn"


class KeyUnknown(PlatformError):
    code = "platform.key_unknown"
    status = 404
    title = "The platform has no such key"


class KeysFull(PlatformError):
    code = "platform.keys_full"
    status = 409
    title = "Two keys are valid already: withdraw one first"
