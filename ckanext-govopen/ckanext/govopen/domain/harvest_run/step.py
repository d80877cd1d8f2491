"""What is to be done with a record, given what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Step(Enum):
    """One of the five things a harvest does to a dataset."""

    CREATE = "create"
    UPDATE = "update"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Known:
    """The memory of a record: its dataset, the hashes of its last import, whether withdrawn.

    ``raw_hash`` covers the record as the source sent it and the profile it was read with;
    ``content_hash`` what a reader would see of it.
    """

    package_id: str
    raw_hash: str = ""
    content_hash: str = ""
    withdrawn: bool = False


def next_step(known: Known | None, content_hash: str, *, gone: bool, force: bool = False) -> Step:
    """The step for a record with this hash; ``gone`` when the source says it has it no longer.

    ``force`` imports an unchanged record again, as after a rule was mended.
    """
    if known is None:
        return Step.UNCHANGED if gone else Step.CREATE
    if gone:
        return Step.UNCHANGED if known.withdrawn else Step.WITHDRAW
    if known.withdrawn:
        return Step.RESTORE
    if known.content_hash == content_hash and not force:
        return Step.UNCHANGED
    return Step.UPDATE
