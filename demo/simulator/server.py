"""The simulator's Python face: platforms on a port, hazards, the record of requests."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from demo.simulator import certificate
from demo.simulator.families import families
from demo.simulator.listener import Listener
from demo.simulator.log import Log, Logged
from demo.simulator.mounts import Mount
from demo.simulator.sources import Builtin, JsonLines, Source


class Simulator:
    """Platforms on a port of 127.0.0.1, all in this process; a context manager.

    ``mounts`` maps a name to ``(family, source)``; a source that is a path or a list is
    read as JSON Lines rows.  Every family is mounted under its own key over ``source``
    (the demonstration catalogue) unless ``mounts`` says otherwise.
    """

    def __init__(
        self,
        mounts: dict[str, tuple[str, Any]] | None = None,
        source: Source | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: bool = False,
    ) -> None:
        default = source or Builtin()
        self.mounts = {key: Mount(key, key, default) for key in families()}
        for name, (family, given) in (mounts or {}).items():
            self.mounts[name] = Mount(name, family, _source(given))
        self.log = Log()
        self._server = Listener((host, port), self)
        self._tls = Listener((host, 0), self) if tls else None
        if self._tls:
            with tempfile.TemporaryDirectory() as folder:
                self._tls.secure(certificate.self_signed(Path(folder)))

    @property
    def port(self) -> int:
        """The port that was given, or the free one that was found."""
        return int(self._server.server_address[1])

    def url(self, mount: str = "") -> str:
        """The address of a mount, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}/{mount}".rstrip("/")

    def https_url(self, mount: str = "") -> str:
        """The same behind a certificate that nobody signed; needs ``tls=True``."""
        port = self._tls.server_address[1] if self._tls else self.port
        return f"https://127.0.0.1:{port}/{mount}".rstrip("/")

    def control(self, mount: str, **hazards: Any) -> None:
        """Sets the hazards of a mount, in place of those it had; none given means none."""
        self.mounts[mount].control(hazards)

    def requests(self, mount: str | None = None, role: str | None = None) -> list[Logged]:
        """The last requests below the mounts, oldest first."""
        return self.log.entries(mount, role)

    def count(self, mount: str, role: str | None = None) -> int:
        """How many requests a mount had, by role if one is given."""
        return self.log.count(mount, role)

    def forget(self) -> None:
        """Empties the record of requests."""
        self.log.forget()

    def start(self) -> Simulator:
        """Serves from threads of its own and returns."""
        for server in filter(None, (self._server, self._tls)):
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def serve_forever(self) -> None:
        """Serves until interrupted."""
        if self._tls:
            threading.Thread(target=self._tls.serve_forever, daemon=True).start()
        self._server.serve_forever()

    def stop(self) -> None:
        """Stops serving and frees the ports."""
        for server in filter(None, (self._server, self._tls)):
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _source(given: Any) -> Source:
    return JsonLines(given) if isinstance(given, Path | list) else given
