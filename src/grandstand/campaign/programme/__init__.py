"""A campaign of several days as one file: what it costs before anything is spent, and making what it says.

    models.py     a programme, its waves, what comes of applying it
    yaml_file.py  a YAML file as typed values, each fault with line and column
    reading.py    what each key is: from the file to a programme
    rules.py      its pools and draws, what does not fit, what may still be changed: pure
    outlook.py    what it costs and brings
    service.py    look ahead, apply, look back
    storage.py, queries.sql, schema/   the tables
    routes.py     HTTP
    errors.py     what can be answered instead

What makes a wave's pools, draws and invitations is handed in: campaign/programme_applied.py. Every key of the
file: docs/reference/programme-file.md.
"""

from grandstand.campaign.programme.errors import ProgrammeInvalid
from grandstand.campaign.programme.models import (
    Applied,
    Change,
    Outlook,
    Programme,
    ProgrammeId,
    Wave,
    WaveDone,
    WaveKind,
    WaveOutlook,
)
from grandstand.campaign.programme.outlook import local, outlook_of
from grandstand.campaign.programme.reading import read_programme
from grandstand.campaign.programme.routes import programme_routes
from grandstand.campaign.programme.rules import amount
from grandstand.campaign.programme.service import AS_THE_FILE_SAYS, Programmes
from grandstand.campaign.programme.yaml_file import FILE_BYTES_MAX

__all__ = [
    "AS_THE_FILE_SAYS",
    "FILE_BYTES_MAX",
    "Applied",
    "Change",
    "Outlook",
    "Programme",
    "ProgrammeId",
    "ProgrammeInvalid",
    "Programmes",
    "Wave",
    "WaveDone",
    "WaveKind",
    "WaveOutlook",
    "amount",
    "local",
    "outlook_of",
    "programme_routes",
    "read_programme",
]
