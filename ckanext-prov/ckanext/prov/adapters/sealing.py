"""Makes seals over all chains, and compares the chains with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.prov import config
from ckanext.prov.domain import seal
from ckanext.prov.domain.chain import Head
from ckanext.prov.model import HeadRow, SealRow
from govopen_common.problem import Problem

SOME: Final = 1000
"""Chains looked up at a time."""

_FOUND = sa.text("""
SELECT e.dataset_id, e.hash FROM prov_entry e
JOIN jsonb_each_text(CAST(:heads AS jsonb)) AS h(dataset_id, number)
  ON e.dataset_id = h.dataset_id AND e.number = CAST(h.number AS int)
""")


def make() -> seal.Seal | None:
    """Seal all chains as they are and commit; None when none moved since the last seal.

    A seal that is the first to be signed is made in any case.
    """
    model.Session.execute(sa.text("LOCK TABLE prov_seal IN EXCLUSIVE MODE"))
    before = None
    known: dict[str, Head] = {}
    for before in _seals():
        known.update(before.heads)
    rows = model.Session.execute(sa.select(HeadRow.dataset_id, HeadRow.count, HeadRow.hash))
    now = {row.dataset_id: Head(row.count, row.hash) for row in rows if row.count}
    made = seal.make(before, known, {**known, **now}, config.seal_key())
    signed = not made.mac or bool(before and before.mac)
    if before is not None and not made.heads and signed:
        model.Session.rollback()
        return None
    model.Session.add(_row(made))
    model.Session.commit()
    return made


def verify() -> list[Problem]:
    """The faults of the seals, and of chains that do not hold what was sealed."""
    covered, faults = seal.verify(_seals(), config.seal_key())
    return [*faults, *seal.lost(covered, _found(covered))]


def _found(covered: Mapping[str, Head]) -> dict[str, str]:
    found: dict[str, str] = {}
    names = sorted(covered)
    for start in range(0, len(names), SOME):
        heads = {name: str(covered[name].count) for name in names[start : start + SOME]}
        for row in model.Session.execute(_FOUND, {"heads": json.dumps(heads)}):
            found[row.dataset_id] = row.hash
    return found


def _seals() -> Iterator[seal.Seal]:
    query = sa.select(SealRow).order_by(SealRow.number)
    for row in model.Session.scalars(query):
        heads = {key: Head(count, hash) for key, (count, hash) in row.heads.items()}
        yield seal.Seal(
            row.number,
            row.made,
            heads,
            row.datasets,
            row.entries,
            row.root,
            row.previous,
            row.mac,
        )


def _row(made: seal.Seal) -> SealRow:
    return SealRow(
        number=made.number,
        made=made.made,
        heads={key: [head.count, head.hash] for key, head in made.heads.items()},
        datasets=made.datasets,
        entries=made.entries,
        root=made.root,
        previous=made.previous,
        mac=made.mac,
    )
