"""A merchant's own system as an order meets it: signatures checked, each order kept once, and sometimes trouble.

For the demo, for tests and for those who connect a real merchant: this is what its side of the webhook has to do.
Orders are a file of lines, written and synced before they are answered, so that a kill loses nothing.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import time
from uuid import UUID

import msgspec

from grandstand.campaign.vouchers import SIGNATURE, Order, OrderAnswer, is_signed
from grandstand.kernel.errors import GrandstandError

REQUEST_BYTES_MAX = 64 * 1024
REQUEST_TIMEOUT_S = 10.0
SLOW_S = 3.0
STATUS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 413: "Content Too Large", 503: "Service Unavailable"}


class Behaviour(StrEnum):
    OK = "ok"
    SLOW = "slow"
    """Answers after some seconds."""
    FULL = "full"
    """Takes no new order, and says so."""
    DOWN = "down"
    """Answers everybody 503."""


class SignatureWrong(GrandstandError):
    code = "merchant.signature_wrong"
    status = 401
    title = "The order is not signed with our secret"


@dataclass
class OrderBook:
    """The orders of a merchant by redemption, and how often each was told: more than once is nothing bad.

    Args:
        path: the file that they are kept in.
    """

    path: Path
    orders: dict[UUID, Order] = field(default_factory=dict)
    cancelled: set[UUID] = field(default_factory=set)
    told: int = 0

    def __post_init__(self) -> None:
        if self.path.exists():
            for line in self.path.read_bytes().splitlines():
                # The last line may be half of one: what was not synced was not answered.
                try:
                    self._note(msgspec.json.decode(line, type=Order))
                except msgspec.MsgspecError:
                    continue

    def take(self, order: Order) -> None:
        """Keep an order, or that it is cancelled; durable when this returns, and the same if it comes again."""
        self.told += 1
        known = order.redemption in (self.cancelled if order.cancelled else self.orders)
        if known:
            return
        with self.path.open("ab") as file:
            file.write(msgspec.json.encode(order) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._note(order)

    @property
    def open_orders(self) -> set[UUID]:
        """What is to be prepared: ordered, and not cancelled before or afterwards."""
        return set(self.orders) - self.cancelled

    def _note(self, order: Order) -> None:
        if order.cancelled:
            self.cancelled.add(order.redemption)
        else:
            self.orders[order.redemption] = order


class MerchantServer:
    """The webhook of a merchant, over HTTP/1.1 on this machine.

    Args:
        secret: what orders are signed with.
        book: where they are kept.
        behaviour: may be changed while it runs.
    """

    def __init__(self, secret: bytes, book: OrderBook, behaviour: Behaviour = Behaviour.OK) -> None:
        self._secret = secret
        self.book = book
        self.behaviour = behaviour

    def answer(self, body: bytes, signature: str, now_s: int) -> OrderAnswer:
        """What an order is answered.

        Raises:
            SignatureWrong: nobody of ours has sent it.
            msgspec.MsgspecError: it is not an order.
        """
        if not is_signed(self._secret, body, signature, now_s):
            raise SignatureWrong
        order = msgspec.json.decode(body, type=Order)
        if self.behaviour is Behaviour.FULL and not order.cancelled and order.redemption not in self.book.orders:
            return OrderAnswer(accepted=False, reason="out of cups")
        self.book.take(order)
        return OrderAnswer(accepted=order.redemption not in self.book.cancelled)

    @asynccontextmanager
    async def serving(self, host: str, port: int) -> AsyncIterator[int]:
        """Serve as long as the block runs; yields the port, which may be asked for as 0."""
        server = await asyncio.start_server(self._talk, host, port, limit=REQUEST_BYTES_MAX)
        async with server:
            yield int(server.sockets[0].getsockname()[1])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                status, body = await asyncio.wait_for(self._respond(reader), REQUEST_TIMEOUT_S + SLOW_S)
                head = (
                    f"HTTP/1.1 {status} {STATUS[status]}\r\ncontent-type: application/json\r\n"
                    f"content-length: {len(body)}\r\n\r\n"
                )
                writer.write(head.encode() + body)
                await writer.drain()
        except (TimeoutError, OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            # Gone, or not speaking HTTP: there is nobody to answer.
            pass
        finally:
            writer.close()

    async def _respond(self, reader: asyncio.StreamReader) -> tuple[int, bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        length = int(fields.get("content-length", "0"))
        if length > REQUEST_BYTES_MAX:
            return 413, b"{}"
        body = await reader.readexactly(length)
        if self.behaviour is Behaviour.DOWN:
            return 503, b"{}"
        if self.behaviour is Behaviour.SLOW:
            await asyncio.sleep(SLOW_S)
        try:
            return 200, msgspec.json.encode(self.answer(body, fields.get(SIGNATURE, ""), int(time())))
        except SignatureWrong:
            return 401, b"{}"
        except msgspec.MsgspecError:
            return 400, b"{}"
