"""The sign of life of a worker: extends the lease and tells the progress."""

from __future__ import annotations

import logging
import threading

from ckanext.masking import config
from ckanext.masking.adapters import ledger
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)


class Heart:
    """Beats while its block runs. ``tell`` is the engine's progress."""

    def __init__(self, upload_id: str, worker: str) -> None:
        self._upload_id, self._worker = upload_id, worker
        self._every = config.lease_seconds() / 4
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self.step, self.done = "", 0

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def tell(self, step: str, rows: int) -> None:
        """Note that ``rows`` more are done of a step. Raises ``LostError``."""
        if self._lost.is_set():
            raise ledger.LostError(self._upload_id)
        self.done = self.done + rows if step == self.step else rows
        self.step = step

    def _beat(self) -> None:
        while not self._ended.wait(self._every) and self._alive():
            pass

    def _alive(self) -> bool:
        """Beat once; False when the upload is another worker's. A database that is away for a
        moment costs nothing but time from the lease."""
        try:
            mine = ledger.beat(self._upload_id, self._worker, self.step, self.done)
        except SQLAlchemyError as error:
            log.warning("a sign of life failed: %s", type(error).__name__)
            return True
        if not mine:
            self._lost.set()
        return mine
