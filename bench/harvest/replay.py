"""A platform that answers at once: what it once said to a question it says again, from memory.

Both sides of a measurement ask it, so that neither waits while an answer is made.
"""

from __future__ import annotations

import asyncio
import http.client
import threading
from types import TracebackType

END = b"\r\n\r\n"


class Replay:
    """Stands before the platform on ``port`` of 127.0.0.1; a context manager."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._kept: dict[bytes, bytes] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def url(self, mount: str) -> str:
        """The address of a mount of the platform behind."""
        return f"http://127.0.0.1:{self.port}/{mount}".rstrip("/")

    async def answer(self, question: bytes, body: bytes) -> bytes:
        """All that goes back to a question: its request line with headers, and its body."""
        line, _, headers = question.partition(b"\r\n")
        asked = line + b"\n" + body
        if asked not in self._kept:
            made = self._loop.run_in_executor(None, self._ask, line, headers, body)
            self._kept[asked] = await made
        return self._kept[asked]

    def _ask(self, line: bytes, headers: bytes, body: bytes) -> bytes:
        method, path, _ = line.decode("latin-1").split(" ", 2)
        pairs = (row.split(": ", 1) for row in headers.decode("latin-1").split("\r\n") if row)
        connection = http.client.HTTPConnection("127.0.0.1", self._behind)
        connection.request(method, path, body or None, dict(pairs))
        with connection.getresponse() as answer:
            found = answer.read()
            length = answer.headers.get("Content-Length", str(len(found)))
            kept = ("Content-Type", "Location")
            said = [f"{name}: {answer.headers[name]}" for name in kept if name in answer.headers]
            status = f"HTTP/1.1 {answer.status} {answer.reason}"
        head = "\r\n".join([status, f"Content-Length: {length}", *said])
        return head.encode("latin-1") + END + found

    def __enter__(self) -> Replay:
        self._thread.start()
        made = asyncio.run_coroutine_threadsafe(self._listen(), self._loop)
        self.port: int = made.result()
        return self

    async def _listen(self) -> int:
        self._server = await self._loop.create_server(lambda: _Asker(self), "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class _Asker(asyncio.Protocol):
    """One connection; its questions are answered in their order."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._come = bytearray()
        self._busy: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._come += data
        if self._busy is None or self._busy.done():
            self._busy = asyncio.ensure_future(self._answer())

    async def _answer(self) -> None:
        while (found := self._question()) is not None:
            self._transport.write(await self._replay.answer(*found))  # type: ignore[attr-defined]

    def _question(self) -> tuple[bytes, bytes] | None:
        """The next whole question that has come: what is before its body, and the body."""
        end = self._come.find(END)
        if end < 0:
            return None
        head = bytes(self._come[:end])
        low = head.lower()
        at = low.find(b"\r\ncontent-length:")
        length = int(low[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        whole = end + len(END) + length
        if len(self._come) < whole:
            return None
        body = bytes(self._come[end + len(END) : whole])
        del self._come[:whole]
        return head, body
