"""What came from another site is said again, but never of what is this site's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ckanext.prov.domain import foreign
from ckanext.prov.domain.build import document
from ckanext.prov.domain.triples import triples
from govopen_common.problem import Rejected
from prov_example import FACTS

BASE = FACTS.base
ID = str(FACTS.dataset["id"])
HERE = f"{BASE}/dataset/{ID}"
THERE = "http://elsewhere.example/d/1"
P = "http://www.w3.org/ns/prov#"
ENTRY = f"{HERE}/provenance/activity/{FACTS.entries[0].id}"


def said(lines: str) -> set[tuple[str, str, str]]:
    """The triples of the document when ``lines`` came with the dataset."""
    dataset = {**FACTS.dataset, "extras": [{"key": foreign.STATEMENTS, "value": lines}]}
    made = foreign.complete(replace(FACTS, dataset=dataset))
    return {(s, p, getattr(o, "value", str(o))) for s, p, o in triples(made)}


def own() -> set[tuple[str, str, str]]:
    return {(s, p, getattr(o, "value", str(o))) for s, p, o in triples(document(FACTS))}


def test_what_is_said_of_things_elsewhere_is_said_again() -> None:
    line = f"<{THERE}> <{P}wasGeneratedBy> <http://elsewhere.example/a> .\n"
    assert (THERE, f"{P}wasGeneratedBy", "http://elsewhere.example/a") in said(line)


@pytest.mark.parametrize(
    "line",
    [
        f'<{ENTRY}> <{P}endedAtTime> "2001-01-01T00:00:00Z"'
        "^^<http://www.w3.org/2001/XMLSchema#dateTime> .",
        f"<{HERE}> <{P}wasGeneratedBy> <http://evil.example/a> .",
        f"<http://evil.example/a> <{P}generated> <{HERE}> .",
        f"<http://evil.example/d> <{P}hadRevision> <{HERE}> .",
        f"<{HERE}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{P}Activity> .",
        f'<{BASE}/organization/o1> <http://xmlns.com/foaf/0.1/name> "冒名" .',
        f'<{BASE}/dataset/another> <http://purl.org/dc/terms/title> "冒名" .',
        f'<{BASE}> <http://purl.org/dc/terms/title> "冒名" .',
    ],
)
def test_of_what_is_this_site_s_own_nobody_else_speaks(line: str) -> None:
    new = said(line + "\n") - own()
    assert not [triple for triple in new if triple[0].startswith(BASE)], new
    assert own() <= said(line + "\n")


def test_blank_nodes_that_were_given_names_here_are_still_described() -> None:
    node = f"{BASE}/.well-known/genid/0123"
    line = f'<{THERE}> <{P}wasGeneratedBy> <{node}> .\n<{node}> <{P}value> "次" .\n'
    assert (node, f"{P}value", "次") in said(line)


@pytest.mark.parametrize("lines", ["garbage", "<a b> <c> <d> .", '<http://a> <http://b> "x', "{}"])
def test_what_nobody_can_read_is_left_out_and_refused_when_it_is_new(lines: str) -> None:
    assert said(lines) == own()
    assert not foreign.links(f"{lines} <{P}has_provenance> ", BASE)
    with pytest.raises(Rejected):
        foreign.check(lines, BASE)


def test_what_is_too_much_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(foreign, "MOST_BYTES", 10)
    with pytest.raises(Rejected):
        foreign.check(f"<{THERE}> <{P}value> <http://a> .\n", BASE)


def test_only_links_from_what_is_elsewhere_lead_to_records() -> None:
    lines = "".join(f"<{one}> <{P}has_provenance> <http://r.example> .\n" for one in (HERE, THERE))
    assert {str(s) for s, _, _ in foreign.links(lines, BASE)} == {THERE}
