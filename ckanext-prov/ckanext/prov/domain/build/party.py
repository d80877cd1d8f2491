"""Departments that publish, whom to ask, and the people and programs that did it."""

from __future__ import annotations

import re
from typing import Final

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.fields import Row, row, text
from ckanext.prov.domain.build.labels import ROLE, say
from ckanext.prov.domain.model import Text
from ckanext.prov.domain.record import Agent
from ckanext.prov.domain.terms import DCAT, DCT, FOAF, LABEL, NOTHING, PROV, VCARD, Iri

_EMAIL: Final = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\Z")


def describe(build: Build, subject: Iri, dataset: Row) -> None:
    """Publisher, creator and contact of a dataset or of a version of it."""
    node = build.document.node("entity", subject)
    department = _department(build, dataset)
    if department:
        node.add(DCT("publisher"), department)
        node.add(DCT("creator"), department)
        build.document.relate("attribution", subject, department)
    node.add(DCAT("contactPoint"), _contact(build, subject, dataset))


def organization(build: Build, organization_id: str, title: str = "") -> Iri:
    """The department as an agent. Raises nothing for one that is not known: it has an IRI."""
    agent = iris.organization(build.facts.base, organization_id)
    node = build.document.node("agent", agent, PROV("Organization"), FOAF("Agent"))
    name = build.facts.organizations.get(organization_id) or title
    if name and not any(node.values(FOAF("name"))):
        node.add(FOAF("name"), build.text(name))
    return agent


def software(build: Build, name: str) -> Iri:
    """A program, with its version in its name."""
    agent = iris.software(build.facts.base, name)
    node = build.document.node("agent", agent, PROV("SoftwareAgent"))
    node.add(LABEL, Text(name))
    return agent


def agent(build: Build, who: Agent) -> Iri:
    """An agent of the log. People are told apart and named as far as the facts allow."""
    if who.kind == "organization":
        return organization(build, who.id, who.name)
    if who.kind == "software":
        found = software(build, who.name or who.id)
    elif build.facts.names == "people":
        found = _named(build, who)
    else:
        found = _role_holder(build, who)
    if who.department and build.facts.names != "none":
        build.document.relate("delegation", found, organization(build, who.department))
    return found


def role(build: Build, name: str) -> Iri:
    """A role that agents have in activities; nothing for none."""
    if not name:
        return NOTHING
    found = iris.role(build.facts.base, name)
    node = build.document.node("entity", found, PROV("Role"))
    say(node, LABEL, ROLE.get(name, (name, name)))
    return found


def _named(build: Build, who: Agent) -> Iri:
    found = iris.person(build.facts.base, who.id)
    node = build.document.node("agent", found, PROV("Person"), FOAF("Person"))
    if who.name:
        node.add(FOAF("name"), Text(who.name))
    else:
        say(node, LABEL, _called(build, who.role, who.department))
    return found


def _role_holder(build: Build, who: Agent) -> Iri:
    """Not a prov:Person: several people may have been at work."""
    department = who.department if build.facts.names != "none" else ""
    found = iris.role_holder(build.facts.base, department, who.role)
    say(build.document.node("agent", found), LABEL, _called(build, who.role, department))
    return found


def _called(build: Build, role: str, department: str) -> tuple[str, str]:
    zh, en = ROLE.get(role, (role, role))
    title = build.facts.organizations.get(department)
    return (f"{title}{zh}", f"{en}, {title}") if title else (zh, en)


def _department(build: Build, dataset: Row) -> Iri | None:
    known = row(dataset, "organization")
    organization_id = text(known, "id") or text(dataset, "owner_org")
    if not organization_id:
        return None
    return organization(build, organization_id, text(known, "title", "name"))


def _contact(build: Build, subject: Iri, dataset: Row) -> Iri | None:
    department = row(dataset, "organization")
    name = text(dataset, "contact_name", "maintainer") or text(department, "title", "name")
    if not name:
        return None
    contact = iris.part(subject, "contact")
    node = build.document.node("entity", contact, VCARD("Kind"), VCARD("Organization"))
    node.add(VCARD("fn"), build.text(name))
    email = text(dataset, "contact_email", "maintainer_email")
    if _EMAIL.match(email):
        node.add(VCARD("hasEmail"), Iri(f"mailto:{iris.encode(email)}"))
    return contact
