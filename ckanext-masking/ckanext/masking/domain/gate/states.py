"""The states of what the gate holds, and the moves between them."""

from __future__ import annotations

from typing import Final, Literal

State = Literal[
    "held",
    "scanning",
    "masking",
    "review",
    "releasing",
    "released",
    "refused",
    "returned",
    "discarded",
]

HELD: Final = "held"
SCANNING: Final = "scanning"
MASKING: Final = "masking"
REVIEW: Final = "review"
RELEASING: Final = "releasing"
RELEASED: Final = "released"
REFUSED: Final = "refused"
RETURNED: Final = "returned"
DISCARDED: Final = "discarded"

WORK: Final = frozenset({HELD, SCANNING, MASKING, RELEASING})
"""A worker has something to do."""
OPEN: Final = WORK | {REVIEW}
"""The original is in quarantine, and nothing of it is published."""
ENDED: Final = frozenset({RELEASED, REFUSED, RETURNED, DISCARDED})
"""Nothing happens any more; the quarantine has no file of it."""

_MOVES: Final[dict[str, frozenset[str]]] = {
    HELD: frozenset({SCANNING, REFUSED, DISCARDED, REVIEW}),
    SCANNING: frozenset({SCANNING, MASKING, REVIEW, RELEASING, REFUSED, DISCARDED}),
    MASKING: frozenset({SCANNING, REVIEW, RELEASING, REFUSED, DISCARDED}),
    REVIEW: frozenset({HELD, RETURNED, REFUSED, DISCARDED}),
    RELEASING: frozenset({RELEASING, SCANNING, REVIEW, RELEASED, DISCARDED}),
}


def may_move(before: str, after: str) -> bool:
    """Whether something in state ``before`` may come into state ``after``."""
    return after in _MOVES.get(before, frozenset())
