"""Statements that came with a dataset are for programs: neither searched nor shown as a field.

Nor are they in the forms that people fill in, so what such a form sends back does not have them;
they are kept through it.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.prov.domain import changes, foreign
from ckanext.prov.domain.foreign import STATEMENTS
from govopen_common.problem import Rejected


def without(dataset: dict[str, Any]) -> dict[str, Any]:
    """A dataset, or its document in the index, without them."""
    left_out = {key: value for key, value in dataset.items() if not key.endswith(STATEMENTS)}
    extras = dataset.get("extras")
    if isinstance(extras, list):
        left_out["extras"] = [row for row in extras if row.get("key") != STATEMENTS]
    return left_out


def of(package: model.Package) -> str:
    """The statements that are stored with a dataset; empty when there are none."""
    return str((package.extras or {}).get(STATEMENTS) or "")


def check(package: model.Package, known: changes.State | None, now: changes.State) -> None:
    """Refuse statements that are new and that nobody could read. Raises ValidationError."""
    before = known.fields.get(STATEMENTS) if known else None
    if now.fields.get(STATEMENTS) in (None, before):
        return
    try:
        foreign.check(of(package), catalog_uri())
    except Rejected as refused:
        said = [f"{one.zh} {one.en}" for one in refused.problems]
        raise tk.ValidationError({STATEMENTS: said}) from refused


def kept(dataset: dict[str, Any], stored: str) -> dict[str, Any]:
    """What ``package_update`` is given, with the statements that are ``stored`` where it has none.

    Those that differ in nothing but blanks and line ends went through a form: the stored ones
    stand. Others are taken as they come, and an empty text takes them away.
    """
    rows = dataset.get("extras") or []
    if dataset.get(STATEMENTS) or not _readable(rows):
        return dataset
    given = next((row.get("value") for row in rows if row.get("key") == STATEMENTS), None)
    if given is not None and str(given).split() != stored.split():
        stored = str(given or "")
    others = [row for row in rows if row.get("key") != STATEMENTS]
    row = {"key": STATEMENTS, "value": stored}
    return {**dataset, "extras": [*others, row] if stored else others}


def brought(dataset: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """``dataset`` with the statements that ``other`` has, and none of its own."""
    extras = [row for row in other.get("extras") or () if row.get("key") == STATEMENTS]
    own = without(dataset)
    return {**own, "extras": [*own.get("extras", ()), *extras]} if extras else own


def _readable(rows: object) -> bool:
    """Whether extras are what CKAN takes; it is CKAN that says what is wrong with others."""
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
