"""The command line: `grandstand --help`.

up.py        start everything                 doctor.py    look at the settings and the machine
token.py     tokens and sign-in links         campaign.py  the night, the audit
instance.py  find the database that a command needs
"""

from grandstand.cli.main import main

__all__ = ["main"]
