"""The nodes of a drawing in the words of the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import ckan.plugins.toolkit as tk
from ckanext.prov.domain.drawing import Drawing, Drawn, drawing
from ckanext.prov.domain.instant import instant
from ckanext.prov.domain.model import Text
from ckanext.prov.domain.narrative.words import plan
from ckanext.prov.domain.record import Entity

from .timeline import Spoken


@dataclass(frozen=True)
class Row:
    """A node as a row of the table. ``links``: what it says, of which node."""

    node: Drawn
    label: str
    kind: str
    when: datetime | None
    links: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Table:
    rows: list[Row]
    total: int


def table(body: bytes) -> Table:
    """The newest nodes of the JSON-LD ``body``, in the language and the zone of the page."""
    found: Drawing = drawing(json.loads(body)["@graph"], str(tk.h.lang()))
    places = {node.iri: number for number, node in enumerate(found.nodes, 1)}
    labels = {node.iri: _label(node) for node in found.nodes}
    words = relations()
    rows = [
        Row(
            node,
            labels[node.iri],
            kinds()[node.shape],
            _when(node),
            [(words[one.relation], places[one.target], labels[one.target]) for one in node.links],
        )
        for node in found.nodes
    ]
    return Table(rows, found.total)


def kinds() -> dict[str, str]:
    """What the four shapes of nodes are called."""
    return {
        "entity": tk._("Data"),
        "activity": tk._("Activity"),
        "agent": tk._("Who"),
        "plan": tk._("Rule followed"),
    }


def relations() -> dict[str, str]:
    """What relations are called, said by the node that has them."""
    return {
        "used": tk._("used"),
        "generated": tk._("was made by"),
        "invalidated": tk._("was ended by"),
        "derived": tk._("derives from"),
        "revised": tk._("revises"),
        "associated": tk._("was done by"),
        "attributed": tk._("is answered for by"),
        "delegated": tk._("acted on behalf of"),
        "special": tk._("is a state of"),
        "planned": tk._("followed"),
    }


def _label(node: Drawn) -> str:
    name = node.name or tk._("without a name")
    if node.shape == "plan" and "/" in name:
        return plan(Spoken(), Entity("plan", name))
    forms = {
        "version": tk._("{name}, version {mark}"),
        "state": tk._("{name}, after step {mark}"),
        "file": tk._("{name}, file {mark}"),
        "record": tk._("a record of the source"),
    }
    return forms.get(node.form, "{name}").format(name=name, mark=node.mark)


def _when(node: Drawn) -> datetime | None:
    found = instant(Text(node.when))
    return found.astimezone(tk.h.get_display_timezone()) if found else None
