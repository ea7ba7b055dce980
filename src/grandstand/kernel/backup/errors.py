"""What can go wrong with a backup; each ends a command.

BackupError
├── BackupInvalid         backup.invalid           no backup, cut short or altered
├── BackupNewer           backup.newer             made by a later Grandstand or PostgreSQL
├── BackupKeyWrong        backup.key_wrong         made under another secret key, or there is none here
├── BackupDiskFull        backup.disk_full
├── BackupToolsMissing    backup.tools_missing     no pg_dump or pg_restore that fits the server
├── BackupFailed          backup.failed            the message ends with what the program said
├── BackupTargetOccupied  backup.target_occupied   the database is not empty, or somebody uses it
└── BackupDiffers         backup.differs           what was restored is not what the manifest says
"""

from grandstand.kernel.errors import GrandstandError


class BackupError(GrandstandError):
    code = "backup.failed"
    title = "The backup cannot be used"


class BackupInvalid(BackupError):
    code = "backup.invalid"
    title = "This is no backup, or not what was written"


class BackupNewer(BackupError):
    code = "backup.newer"
    title = "The backup was made by a later version"


class BackupKeyWrong(BackupError):
    code = "backup.key_wrong"
    title = "The secret key is not the one of the backup"


class BackupDiskFull(BackupError):
    code = "backup.disk_full"
    title = "The disk is full"


class BackupToolsMissing(BackupError):
    code = "backup.tools_missing"
    title = "There is no program that can copy this database"


class BackupFailed(BackupError):
    code = "backup.failed"
    title = "The database could not be copied"


class BackupTargetOccupied(BackupError):
    code = "backup.target_occupied"
    title = "The database is not empty or is in use"


class BackupDiffers(BackupError):
    code = "backup.differs"
    title = "What was restored is not what was backed up"
