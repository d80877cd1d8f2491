"""Keep the catalogue of a department in step with the department: title, place, division."""

from __future__ import annotations

import logging
from dataclasses import replace

from ckan import model
from govopen_common.problem import Rejected

from . import catalogue, tree_edits
from .reindex import reindex

log = logging.getLogger(__name__)


def follow(org_id: str) -> None:
    """Give the department a catalogue, or rename and move the one it has."""
    org = model.Group.get(org_id)
    if org is None or org.type != "organization" or org.state != "active":
        return
    node = catalogue.ensure_catalogue(org)
    if node.org_id != org.id:
        return  # merged into another department's, whose title and place it keeps
    place, division = catalogue.place_of(org), org.extras.get("division_code")
    moved = node.parent_id != place.id
    same = (node.title, node.division_code) == (org.title or org.name, division)
    if same and not moved:
        return
    tree = tree_edits.read(lock=True)
    try:
        if moved:
            tree.move(node.id, place.id, node.position)
    except Rejected as refused:
        log.warning("the catalogue of %s stays where it is: %s", org.name, refused)
        moved = False
    stays = tree.nodes[node.id]
    tree_edits.store([replace(stays, title=org.title or org.name, division_code=division)])
    below = [node.id, *(each.id for each in tree.descendants(node.id))]
    tree_edits.commit()
    if moved:
        reindex(tree_edits.datasets_below(below))


def leave(org_id: str) -> None:
    """Retire the catalogue of a department that was deleted, with its empty classes."""
    tree = tree_edits.read(lock=True)
    found = [one for one in tree.nodes.values() if one.org_id == org_id and one.state == "active"]
    for node in found:
        inside = [one for one in tree.descendants(node.id) if one.state == "active"]
        if any(one.org_id or tree_edits.holds_datasets(one.id) for one in inside):
            log.info("the catalogue %s of a deleted department is still in use", node.code)
            continue
        tree_edits.store(replace(one, state="retired") for one in [*inside, node])
    tree_edits.commit()
