"""The command line: `grandstand --help`.

up.py        start everything                 gate.py      the claim server for the crowd
token.py     tokens and sign-in links         doctor.py    look at the settings and the machine
campaign.py  steer pools, check them          night.py     play the night
library.py   documents and questions          adding.py    files into the library
work.py      what is done after an upload     beside.py    commands beside a server
replay.py    sessions without cameras
instance.py  find the database that a command needs
"""

import gc

# Whatever an import makes stays. To look through all of it for garbage, again and again, would take a fifth of the
# time that a command needs to start.
gc.disable()
from grandstand.cli.main import main  # noqa: E402

gc.freeze()
gc.enable()

__all__ = ["main"]
