"""Departments as publishers, and whom to ask."""

from __future__ import annotations

import re
from typing import Any

from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.govopen import config
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, URIRef
from rdflib.namespace import ORG

from . import concepts
from .terms import DCAT, VCARD
from .writing import add_text, add_typed


def department(g: Graph, org_id: str) -> URIRef | None:
    """Describe a department once in a graph; None when it is gone."""
    ref = URIRef(f"{catalog_uri().rstrip('/')}/organization/{org_id}")
    if (ref, RDF.type, ORG.FormalOrganization) in g:
        return ref
    group = model.Group.get(org_id)
    if group is None:
        return None
    g.add((ref, RDF.type, FOAF.Agent))
    g.add((ref, RDF.type, ORG.FormalOrganization))
    add_text(g, ref, FOAF.name, group.title or group.name, "zh")
    extras = group.extras or {}
    if extras.get("uscc"):
        g.add((ref, DCTERMS.identifier, Literal(extras["uscc"])))
    kind = concepts.concept(g, "org_class", extras.get("org_class"))
    if kind is not None:
        g.add((ref, DCTERMS.type, kind))
    place = concepts.division(g, extras.get("division_code"))
    if place is not None:
        g.add((ref, DCTERMS.spatial, place))
    parent = model.Group.get(extras.get("parent_org") or "")
    if parent is not None and parent.id != group.id:
        above = department(g, parent.id)
        if above is not None:
            g.add((ref, ORG.subOrganizationOf, above))
    return ref


def portal(g: Graph) -> URIRef:
    """Describe who publishes the whole catalogue: the authority, or else the portal itself."""
    name = config.authority_org()
    group = model.Group.get(name) if name else None
    ref = department(g, group.id) if group else None
    if ref is None:
        ref = URIRef(f"{catalog_uri().rstrip('/')}/#publisher")
        g.add((ref, RDF.type, FOAF.Agent))
        add_text(g, ref, FOAF.name, config.site_title(), "zh")
    return ref


def contact(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    """Whom to ask about a dataset: its contact, its maintainer, or its department."""
    organization = dataset.get("organization") or {}
    name = dataset.get("contact_name") or dataset.get("maintainer") or organization.get("title")
    if not name:
        return
    node = URIRef(f"{ref}#contact")
    add_typed(g, ref, DCAT.contactPoint, node, VCARD.Kind)
    g.add((node, RDF.type, VCARD.Organization))
    add_text(g, node, VCARD.fn, name, "zh")
    email = (dataset.get("contact_email") or dataset.get("maintainer_email") or "").strip()
    if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", email):
        g.add((node, VCARD.hasEmail, URIRef(f"mailto:{email}")))
    number = re.sub(r"[^\d+]", "", dataset.get("contact_phone") or "")
    if number:
        g.add((node, VCARD.hasTelephone, URIRef(f"tel:{number}")))
