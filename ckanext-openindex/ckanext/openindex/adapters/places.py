"""Names of departments and divisions, as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckanext.openindex import config
from ckanext.openindex.domain.rollup import ROOT, Node

from . import gathering, reading


def titles(nodes: Iterable[Node], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """Titles by node id; a node of which nothing is known now has that of ``before``, else its id.

    The whole is called by the province's name, or by the site's where there is none.
    """
    found, known = {node.id: node for node in nodes}, before or {}
    named: dict[str, str] = {}
    owners = sorted(node.id for node in found.values() if node.unit == "department")
    for start in range(0, len(owners), reading.BATCH):
        batch = owners[start : start + reading.BATCH]
        for org_id, department in reading.departments(batch).items():
            named[org_id] = str(department["title"] or department["name"])
            named.update((place.code, place.name) for place in gathering.places(department))
    if ROOT in found:
        province = named.get(found[ROOT].division) or known.get(ROOT)
        named[ROOT] = province or config.site_title()
    return {one: named.get(one) or known.get(one) or one for one in found}
