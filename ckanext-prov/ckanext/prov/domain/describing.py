"""The description of one thing that the export names: out of a whole record, or from our words.

A description is what is said with the thing as the subject, and with the qualified relations
below its IRI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import party
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.labels import ACTIVITY, COUNT, NOT_PUBLIC, ROLE, TERMS, say
from ckanext.prov.domain.facts import Facts, Names
from ckanext.prov.domain.model import Document, Text
from ckanext.prov.domain.reading import read
from ckanext.prov.domain.record import Agent
from ckanext.prov.domain.terms import (
    DCT,
    FOAF,
    LABEL,
    NON_PUBLIC,
    NOTHING,
    OWL,
    RDF,
    RDFS,
    SKOS,
    TITLE,
    Iri,
)
from ckanext.prov.domain.turtle import lines

HIDDEN: Final = re.compile(r"[0-9a-f]{32}\Z")
COMMENT: Final = RDFS("comment")
_CKAN: Final = re.compile(r"CKAN( \d[\w.+-]{0,30})?\Z", re.ASCII)


def described(record: bytes, subject: Iri, base: str) -> Document | None:
    """What ``record`` (N-Triples) says of ``subject``; None when it does not describe it."""
    own, below = f"<{subject}> ", f"<{subject}#"
    about = [line for line in lines(record.decode()) if line.startswith((own, below))]
    if not any(line.startswith(own) for line in about):
        return None
    text = "".join(f"{line}\n" for line in about)
    found = read(text.encode(), "nt", base).document
    found.subject, found.base = subject, f"{base.rstrip('/')}/"
    return found


def role(base: str, name: str) -> Document | None:
    """A role that people have."""
    build = _build(base, {}, "departments")
    found = party.role(build, name) if ROLE.get(name) and name else NOTHING
    return _about(build, found) if found else None


def role_holder(
    base: str, department: str, name: str, titles: Mapping[str, str], names: Names
) -> Document | None:
    """Whoever has a role in a department (``site``: in none), where people are not told apart.

    ``titles``: of departments, by id. None for a department that is not in it.
    """
    held = "" if name == "user" else name
    owner = "" if department == "site" else department
    if held not in ROLE or (owner and (owner not in titles or names == "none")):
        return None
    build = _build(base, titles, "none" if names == "none" else "departments")
    return _about(build, party.agent(build, Agent("person", "", role=held, department=owner)))


def program(base: str, name: str) -> Document | None:
    """CKAN and its versions: what is said of them is their name."""
    if not _CKAN.match(name):
        return None
    build = _build(base, {}, "none")
    return _about(build, party.software(build, name))


def activity_type(base: str, name: str) -> Document | None:
    """A kind of activity."""
    if name not in ACTIVITY:
        return None
    build = _build(base, {}, "none")
    found = iris.activity_type(base, name)
    say(build.document.node("entity", found, SKOS("Concept")), SKOS("prefLabel"), ACTIVITY[name])
    return _about(build, found)


def vocabulary(base: str) -> Document:
    """What activities count or mark, as properties; ``#NAME`` below one address.

    What other extensions count is exported under names of theirs, which are not described here.
    """
    build, whole = _build(base, {}, "none"), Iri(iris.detail(base).rstrip("#"))
    say(build.document.node("entity", whole, OWL("Ontology")), LABEL, TERMS)
    for name, (zh, en, says_zh, says_en) in COUNT.items():
        node = build.document.node(
            "entity", Iri(f"{whole}#{name}"), RDF("Property"), OWL("DatatypeProperty")
        )
        say(node, LABEL, (zh, en))
        say(node, COMMENT, (says_zh, says_en))
        node.add(RDFS("isDefinedBy"), whole)
    return _about(build, whole)


def licence(base: str, licence_id: str, title: str) -> Document:
    """A licence of the site's list that has no address of its own."""
    build, found = _build(base, {}, "none"), iris.licence(base, licence_id)
    node = build.document.node("entity", found, DCT("LicenseDocument"))
    node.add(TITLE, Text(title or licence_id))
    return _about(build, found)


def department(base: str, organization_id: str, title: str, name: str) -> Document:
    """A department: what it is called, and its page."""
    build = _build(base, {organization_id: title}, "departments")
    found = party.organization(build, organization_id)
    page = iris.organization(base, name)
    build.document.node("agent", found).add(FOAF("page"), page)
    return _about(build, found)


def hidden(base: str, digest: str) -> Document | None:
    """What is not public; the same of every digest, so that none can be told to be there."""
    if not HIDDEN.match(digest):
        return None
    build = _build(base, {}, "none")
    found = Iri(f"{base.rstrip('/')}/provenance/restricted/{digest}")
    node = build.document.node("entity", found)
    say(node, LABEL, NOT_PUBLIC[""])
    node.add(DCT("accessRights"), NON_PUBLIC)
    return _about(build, found)


def _build(base: str, titles: Mapping[str, str], names: Names) -> Build:
    facts = Facts(base=base, dataset={}, key=b"", organizations=titles, names=names)
    return Build(facts, Document(NOTHING, f"{base.rstrip('/')}/"), NOTHING)


def _about(build: Build, subject: Iri) -> Document:
    build.document.subject = subject
    return build.document
