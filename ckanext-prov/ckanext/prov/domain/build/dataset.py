"""A dataset, or a version of one, with the paper's elements of that level."""

from __future__ import annotations

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import party
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.fields import Row, entered_date, rows, system_time, text
from ckanext.prov.domain.model import Node, Text
from ckanext.prov.domain.terms import DCAT, DCT, FOAF, OWL, PAV, TITLE, Iri


def describe(build: Build) -> None:
    """The dataset itself: what all its versions are versions of."""
    given = build.facts.dataset
    node = describe_as(build, build.dataset, given)
    node.add(DCT("issued"), entered_date(given, "issued", "pub_date") or _created(given))
    here = build.document.node("entity", build.here)
    if build.here != build.dataset:
        here.add(TITLE, build.text(text(given, "title", "name")))
        build.document.relate("specialization", build.here, build.dataset)
    here.add(PAV("createdOn"), _created(given))
    here.add(PAV("lastUpdateOn"), _modified(given))
    label = text(given, "version")
    if label and not build.facts.versions:
        for predicate in (DCAT("version"), OWL("versionInfo")):
            node.add(predicate, Text(label))


def describe_as(build: Build, subject: Iri, given: Row) -> Node:
    """What ``given``, a dict of ``package_show``, says; of ``subject``."""
    node = build.document.node("entity", subject, DCAT("Dataset"))
    title = text(given, "title", "name") or build.dataset_id
    node.add(TITLE, build.text(title))
    node.add(DCT("description"), build.text(text(given, "notes") or title))
    node.add(DCT("identifier"), Text(text(given, "identifier", "res_code") or build.dataset_id))
    for tag in rows(given, "tags"):
        node.add(DCAT("keyword"), build.text(text(tag, "name")))
    node.add(DCT("modified"), entered_date(given, "modified", "data_modified") or _modified(given))
    _landing_page(build, node, given)
    party.describe(build, subject, given)
    return node


def name_source(build: Build, subject: Iri, source: Iri) -> None:
    """Say in Dublin Core that a dataset derives from another, which is named and no more.

    DCAT-AP wants a dataset there, with a title and a description. One that is not public has
    neither; the derivation in PROV tells of it.
    """
    node = build.document.node("entity", source)
    if any(node.values(DCT("accessRights"))):
        return
    node.types[DCAT("Dataset")] = None
    titles = list(node.values(TITLE)) or [Text(source)]
    for title in titles:
        node.add(TITLE, title)
        if not any(node.values(DCT("description"))):
            node.add(DCT("description"), title)
    build.document.node("entity", subject).add(DCT("source"), source)


def _landing_page(build: Build, node: Node, given: Row) -> None:
    """The dataset's own page elsewhere, or else the page on this site."""
    page = iris.address(given.get("url"))
    if page is None:
        page = iris.page(build.facts.base, text(given, "name") or build.dataset_id)
    node.add(DCAT("landingPage"), page)
    build.document.node("entity", page, FOAF("Document"))


def _created(given: Row) -> Text | None:
    return system_time(given, "metadata_created")


def _modified(given: Row) -> Text | None:
    return system_time(given, "metadata_modified")
