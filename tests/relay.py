"""Between a client and a server: a relay that loses answers, and a peer that says what it was told to say."""

import contextlib
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence

PIECE_BYTES = 65_536


@contextlib.contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve every connection in a thread of its own; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=handle, args=(connection,), daemon=True).start()

        def handle(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                serve(connection)

        threading.Thread(target=accept, daemon=True).start()
        port: int = listener.getsockname()[1]
        yield port
        listener.shutdown(socket.SHUT_RDWR)


class Relay:
    """Passes everything on to a port of this machine, apart from answers that are to be lost.

    Args:
        port: of the server.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[socket.socket] = set()
        self.lose = 0
        """So many answers from now on do not arrive: their connection breaks when they begin."""
        self.lost = 0

    def serve(self, client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as server:
            self._open.add(client)
            other = {client: server, server: client}
            while True:
                for source in select.select([client, server], [], [])[0]:
                    piece = source.recv(PIECE_BYTES)
                    if not piece:
                        return
                    if source is server and self.lose:
                        self.lose -= 1
                        self.lost += 1
                        return
                    other[source].sendall(piece)

    def cut(self) -> None:
        """Break every connection now."""
        for client in list(self._open):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        self._open.clear()


class Script:
    """Answers each request with the next of these texts, the last one for ever; then closes the connection.

    Args:
        answers: pieces with pauses between them, in seconds.
    """

    def __init__(self, answers: Sequence[Sequence[bytes | float]]) -> None:
        self._answers = answers
        self.requests: list[tuple[float, bytes]] = []

    def serve(self, client: socket.socket) -> None:
        request = b""
        while not is_whole(request):
            if not (piece := client.recv(PIECE_BYTES)):
                return
            request += piece
        answer = self._answers[min(len(self.requests), len(self._answers) - 1)]
        self.requests.append((time.monotonic(), request))
        for part in answer:
            if isinstance(part, bytes):
                client.sendall(part)
            else:
                time.sleep(part)


def is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def http_answer(status: str, body: bytes, *headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body
