"""Names of departments and divisions, as they are now."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.openindex import config
from ckanext.openindex.domain.rollup import ROOT, Node

from . import gathering, reading


def titles(nodes: Iterable[Node]) -> dict[str, str]:
    """Titles by node id; a node of which nothing better is known has its id.

    The whole is called by the province's name, or by the site's where there is none.
    """
    found = {node.id: node for node in nodes}
    named: dict[str, str] = {}
    owners = sorted(node.id for node in found.values() if node.unit == "department")
    for start in range(0, len(owners), reading.BATCH):
        batch = owners[start : start + reading.BATCH]
        for org_id, department in reading.departments(batch).items():
            named[org_id] = str(department["title"] or department["name"])
            named.update((place.code, place.name) for place in gathering.places(department))
    if ROOT in found:
        named[ROOT] = named.get(found[ROOT].division) or config.site_title()
    return {one: named.get(one, one) for one in found}
