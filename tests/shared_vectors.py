"""The folder that all servers of a run of the tests keep vectors in.

What models make of the questions that the assistant knows takes them a minute: once for all servers.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

# Without the prefix of our settings, among which a name that nobody knows is an error.
VARIABLE = "GS_SHARED_VECTORS"


def share_vectors() -> Path:
    """Make the folder for this process and those that it starts; who calls removes it."""
    folder = Path(tempfile.mkdtemp(prefix="gs-vectors-"))
    os.environ[VARIABLE] = str(folder)
    return folder


@cache
def shared_vectors() -> Path:
    """The folder of the run; outside one, a folder that is removed when this process ends."""
    if given := os.environ.get(VARIABLE):
        return Path(given)
    folder = share_vectors()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
