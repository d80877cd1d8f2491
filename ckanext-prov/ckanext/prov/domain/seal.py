"""A seal over the ends of all chains, so that the loss of a whole chain is found too.

A chain of its own can't tell that it was cut off together with its head, or taken away altogether.
A seal holds the root of a tree of hashes over all heads (RFC 9162, section 2.1.1) and follows the
seal before it. With a key that the database does not hold, nobody can make one up afterwards.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Final

from ckanext.prov.domain.chain import Head
from govopen_common.problem import Problem

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class Seal:
    """``heads`` are those that moved since the seal before; the counts are of all heads.

    ``number`` counts from 1; ``previous`` is the digest of the seal before it, empty for the
    first; ``mac`` is empty where there was no key.
    """

    number: int
    made: datetime
    heads: Mapping[str, Head]
    datasets: int
    entries: int
    root: str
    previous: str
    mac: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of everything in the seal but the heads, which the root stands for."""
        moment = self.made.astimezone(timezone.utc).isoformat(timespec="microseconds")
        parts = (self.number, moment, self.datasets, self.entries, self.root, self.previous)
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def root(heads: Mapping[str, Head]) -> str:
    """The root of the tree over ``heads`` by dataset id; of no heads, the hash of nothing."""
    leaves = [
        hashlib.sha256(_LEAF + f"{key}\n{head.count}\n{head.hash}".encode()).digest()
        for key, head in sorted(heads.items())
    ]
    return _tree(leaves).hex()


def make(
    before: Seal | None, known: Mapping[str, Head], now: Mapping[str, Head], key: bytes
) -> Seal:
    """The seal behind ``before``; ``known`` are the heads that it and those before it covered."""
    seal = Seal(
        number=before.number + 1 if before else 1,
        made=datetime.now(timezone.utc),
        heads={name: head for name, head in now.items() if known.get(name) != head},
        datasets=len(now),
        entries=sum(head.count for head in now.values()),
        root=root(now),
        previous=before.digest if before else "",
    )
    return replace(seal, mac=_mac(seal, key))


def verify(seals: Iterable[Seal], key: bytes) -> tuple[dict[str, Head], list[Problem]]:
    """The heads that all seals together cover, and the faults of the seals themselves.

    With a key the last seal has to be signed, and so has every seal behind a signed one.
    """
    covered: dict[str, Head] = {}
    faults: list[Problem] = []
    before: Seal | None = None
    for seal in seals:
        covered.update(seal.heads)
        follows = seal.previous == (before.digest if before else "")
        if not follows or seal.number != (before.number + 1 if before else 1):
            faults.append(_broken(seal))
        elif seal.root != root(covered) or seal.datasets != len(covered):
            faults.append(_altered(seal))
        elif key and seal.mac and not hmac.compare_digest(seal.mac, _mac(seal, key)):
            faults.append(_forged(seal))
        elif key and not seal.mac and before is not None and before.mac:
            faults.append(_unsigned(seal))
        before = seal
    if key and before is not None and not before.mac and not faults:
        faults.append(_unsigned(before))
    return covered, faults


def lost(covered: Mapping[str, Head], found: Mapping[str, str]) -> list[Problem]:
    """Chains that a seal covers and that do not hold what it says any more.

    ``found``: by dataset id, the hash of the entry with the number that the seal gives.
    """
    return [
        Problem(
            key,
            "sealed",
            f"封印记有 {head.count} 条记录，第 {head.count} 条现已缺失或不同；请从备份中恢复。",
            f"A seal covers {head.count} entries; number {head.count} is gone or another one now. "
            "Restore it from a backup.",
        )
        for key, head in sorted(covered.items())
        if head.count and found.get(key) != head.hash
    ]


def _tree(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162: the left half is the largest power of two that is smaller than the whole."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashlib.sha256(_NODE + left + right).digest() for left, right in pairs]
        level = above + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def _mac(seal: Seal, key: bytes) -> str:
    return hmac.new(key, seal.digest.encode(), hashlib.sha256).hexdigest() if key else ""


def _broken(seal: Seal) -> Problem:
    return Problem(
        f"seal {seal.number}",
        "out_of_order",
        f"第 {seal.number} 个封印不接续前一个；请从备份中核对。",
        f"Seal {seal.number} does not follow the one before it; compare it with a backup.",
    )


def _altered(seal: Seal) -> Problem:
    return Problem(
        f"seal {seal.number}",
        "altered",
        f"第 {seal.number} 个封印与其根值不符，已被改动；请从备份中核对。",
        f"Seal {seal.number} does not match its root, so it was altered; compare with a backup.",
    )


def _forged(seal: Seal) -> Problem:
    return Problem(
        f"seal {seal.number}",
        "forged",
        f"第 {seal.number} 个封印的签名与密钥不符；请核对密钥和备份。",
        f"Seal {seal.number} was not signed with the key; compare the key and a backup.",
    )


def _unsigned(seal: Seal) -> Problem:
    return Problem(
        f"seal {seal.number}",
        "unsigned",
        f"第 {seal.number} 个封印没有签名；密钥若是新设的，请运行 ckan prov seal，"
        "否则请从备份中核对。",
        f"Seal {seal.number} is not signed; when the key is new, run ckan prov seal, "
        "else compare it with a backup.",
    )
