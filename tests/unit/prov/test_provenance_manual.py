"""docs/provenance.md tells of every term, form and constraint that there is."""

from __future__ import annotations

import re
from pathlib import Path

import ckanext.prov.domain.constraints as constraints
from ckanext.prov.domain import build, forms
from ckanext.prov.domain.terms import PREFIXES, TYPE
from ckanext.prov.domain.triples import triples
from prov_example import FACTS

MANUAL = (Path(__file__).resolve().parents[3] / "docs" / "provenance.md").read_text("utf-8")


def test_every_term_that_is_exported_stands_in_the_table():
    told = set(re.findall(r"`(\w+:\w+)`", MANUAL))
    document = build.document(FACTS)
    terms = {p for _, p, _ in triples(document)} | {o for _, p, o in triples(document) if p == TYPE}
    names = {
        f"{prefix}:{term.removeprefix(iri)}"
        for term in terms - {TYPE}
        for prefix, iri in PREFIXES.items()
        if term.startswith(iri)
    }
    assert names - told == set()


def test_every_form_stands_in_the_table():
    for form in forms.FORMS.values():
        assert f"| `{form.extension}` | {form.name}" in MANUAL
        assert f"`{form.media_type}`" in MANUAL


def test_every_constraint_stands_in_the_table():
    folder = Path(constraints.__file__).parent
    source = "".join(module.read_text("utf-8") for module in sorted(folder.glob("*.py")))
    codes = re.findall(r'^ {12,24}"([a-z]+(?:_[a-z]+)+)",$', source, re.MULTILINE)
    assert len(codes) >= 14
    assert [code for code in codes if f"`{code}`" not in MANUAL] == []
