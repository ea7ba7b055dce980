"""`grandstand mcp`: the read-only tools for another assistant on this machine, over standard input and output."""

import logging
import os
import sys
from pathlib import Path

from grandstand.assistant.mcp import is_installed, serve_stdio
from grandstand.cli.instance import running_instance
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings, load_settings


def mcp(*, url: str | None = None, token_file: Path | None = None) -> None:
    """Serve the tools over standard input and output until the other side has gone.

    Args:
        url: of a running Grandstand; that of this machine when left out.
        token_file: a file with the token of whoever asks; without one the tools read what is public.
    """
    if not is_installed():
        raise SettingsInvalid("The tools need the extra `mcp`: pip install 'grandstand[mcp]'.")
    # Standard output is the line to the other side.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    serve_stdio(url or _url(load_settings(os.environ)), None if token_file is None else _token(token_file))


def _url(settings: Settings) -> str:
    """Where the Grandstand of this machine answers.

    Raises:
        SettingsInvalid: none runs.
    """
    instance = running_instance(settings)
    if instance is None:
        raise SettingsInvalid(
            f"No Grandstand runs on {str(settings.data_dir)!r}. Start one with `grandstand up`, "
            "or name one by --url."
        )
    host = Settings(host=instance.host).local_host
    return f"http://[{host}]:{instance.port}" if ":" in host else f"http://{host}:{instance.port}"


def _token(file: Path) -> str:
    """The token that a file holds.

    Raises:
        SettingsInvalid: it cannot be read, or is empty.
    """
    try:
        token = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"The token in {str(file)!r} cannot be read: {error}.") from None
    if not token:
        raise SettingsInvalid(f"The file {str(file)!r} is empty. Write a token into it: grandstand token fan.")
    return token
