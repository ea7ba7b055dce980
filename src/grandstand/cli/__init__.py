"""The command line: `grandstand --help`.

up.py        start everything                 gate.py      the claim server for the crowd
token.py     tokens and sign-in links         doctor.py    look at the settings and the machine
campaign.py  steer pools, check them          night.py     play the night
library.py   documents and questions          adding.py    files into the library
work.py      what is done after an upload     beside.py    commands beside a server
replay.py    sessions without cameras
instance.py  find the database that a command needs
"""

from grandstand.cli.main import main

__all__ = ["main"]
