"""A catalogue file on this machine, given to the harvest engine as if it had been fetched."""

from __future__ import annotations

from pathlib import Path

from ckanext.govopen.domain.harvest.transport import Fetch, Request, Response
from govopen_common.http.errors import NetworkError, TooLarge

MAX_BYTES = 512 * 1024 * 1024


def local_file(path: str | Path) -> Fetch:
    """A ``Fetch`` that answers every request with the file at ``path``.

    For commands that an administrator runs; a harvest source never gets one, so that no address
    a source names can read this machine's files.
    """
    path = Path(path)

    def fetch(request: Request) -> Response:
        limit = request.max_bytes or MAX_BYTES
        try:
            if path.stat().st_size > limit:
                raise TooLarge(str(path), limit)
            return Response(200, path.absolute().as_uri(), {}, path.read_bytes())
        except OSError as error:
            raise NetworkError(str(path), error.strerror or str(error)) from error

    return fetch
