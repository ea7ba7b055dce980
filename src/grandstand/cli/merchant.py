"""`grandstand campaign merchant`: a merchant's own system, for the demo and for trying webhooks."""

import asyncio
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grandstand.demo.merchant import Behaviour, MerchantServer, OrderBook
from grandstand.kernel.errors import RequestInvalid

HOST = "127.0.0.1"


def merchant(
    *,
    secret_file: Path,
    orders: Path,
    port: int = 9100,
    behaviour: Annotated[Behaviour, Parameter(show_choices=True)] = Behaviour.OK,
) -> None:
    """Take orders as a merchant's system does, until Ctrl-C; each is kept once, whatever is killed.

    Args:
        secret_file: a file with the secret that the merchant was told, in hexadecimal.
        orders: the file that orders are kept in.
        port: where it listens, on this machine only.
        behaviour: ok, slow, full or down.
    """
    try:
        secret = bytes.fromhex(secret_file.read_text().strip())
    except (OSError, ValueError) as error:
        raise RequestInvalid(f"{str(secret_file)!r} has no secret in hexadecimal: {error}") from None
    asyncio.run(_serve(MerchantServer(secret, OrderBook(orders), behaviour), port))


async def _serve(server: MerchantServer, port: int) -> None:
    async with server.serving(HOST, port) as at:
        print(f"Taking orders: http://{HOST}:{at}/orders. Ctrl-C stops it; orders are kept.", flush=True)
        await asyncio.Event().wait()
