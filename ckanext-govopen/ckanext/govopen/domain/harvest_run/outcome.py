"""What a run came to: counts of records, and the exit code of the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

EXIT_OK: Final = 0
EXIT_SOME_FAILED: Final = 1
EXIT_FAILED: Final = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """Records of one run by what became of them; ``waiting`` are those not yet dealt with."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    restored: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def done(self) -> int:
        """Records dealt with."""
        return self.total - self.waiting

    @property
    def total(self) -> int:
        """All records of the run."""
        return sum(self.as_dict().values())

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = self.as_dict(), other.as_dict()
        return Counts(**{name: mine[name] + theirs[name] for name in mine})

    def as_dict(self) -> dict[str, int]:
        """A JSON-ready copy."""
        return asdict(self)


def exit_code(counts: Counts, error: str) -> int:
    """0 when every record is in, 1 when some failed, 2 when the run itself did (``error``)."""
    if error:
        return EXIT_FAILED
    return EXIT_SOME_FAILED if counts.failed or counts.waiting else EXIT_OK
