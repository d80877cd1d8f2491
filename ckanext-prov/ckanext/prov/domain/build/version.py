"""Versions, in the terms of DCAT 3, Dublin Core, PAV and PROV-O side by side.

``dct:isVersionOf`` and ``dct:hasVersion`` are written between a version and the one before it, as
the source paper has it, and between each version and the dataset, as their DCAT 3 sub-properties
entail. See "The paper's cases" in docs/provenance.md.
"""

from __future__ import annotations

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import dataset, distribution
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.fields import entered_date, rows, text
from ckanext.prov.domain.model import Text, moment
from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.terms import ADMS, DCAT, DCT, NOTHING, OWL, PAV, Iri
from ckanext.prov.domain.version import Version


def describe(build: Build) -> None:
    """Every version, in the order they were made."""
    entries = {entry.id: entry for entry in build.facts.entries}
    before: Iri | None = None
    for version in build.facts.versions:
        found = iris.version(build.facts.base, build.dataset_id, version.label)
        activity = _activity(build, version, entries)
        _describe(build, found, version)
        _belong(build, found)
        build.document.relate("generation", found, activity, time=moment(version.made))
        build.current[found] = found
        if before is not None:
            _succeed(build, found, before, activity)
        before = found
    if before is not None:
        node = build.document.node("entity", build.here)
        for predicate in (DCAT("hasCurrentVersion"), PAV("hasCurrentVersion")):
            node.add(predicate, before)


def _describe(build: Build, subject: Iri, version: Version) -> None:
    given = version.metadata or build.facts.dataset
    node = dataset.describe_as(build, subject, given)
    issued = entered_date(version.metadata, "issued", "pub_date")
    node.add(DCT("issued"), issued or moment(version.made))
    node.add(PAV("createdOn"), moment(version.made))
    for predicate in (OWL("versionInfo"), PAV("version"), DCAT("version")):
        node.add(predicate, Text(version.label))
    node.add(ADMS("versionNotes"), build.text(version.note))
    files = {file.resource_id: file for file in version.files}
    for resource in rows(version.metadata, "resources"):
        resource_id = text(resource, "id")
        if not resource_id:
            continue
        file = files.get(resource_id)
        made = iris.version_resource(build.facts.base, build.dataset_id, version.label, resource_id)
        node.add(DCAT("distribution"), made)
        described = distribution.describe_as(build, made, resource, given)
        distribution.locate(build, described, subject, iris.address(file.url) if file else None)
        digest = file.sha256 if file else ""
        distribution.checksum(build, made, digest or text(resource, "hash"))
        build.document.node("entity", build.resource(resource_id))
        build.document.relate("specialization", made, build.resource(resource_id))


def _activity(build: Build, version: Version, entries: dict[str, Entry]) -> Iri:
    """The activity that made it. One that cannot have been at the time told is left out.

    PROV-CONSTRAINTS, 34: a generation lies within its activity. A version of long ago, entered
    today, was generated then by something that the log does not know.
    """
    entry = entries.get(version.entry_id)
    if entry is None or version.made > entry.ended:
        return NOTHING
    if entry.started is not None and version.made < entry.started:
        return NOTHING
    return iris.activity(build.facts.base, build.dataset_id, entry.id)


def _belong(build: Build, version: Iri) -> None:
    whole = build.document.node("entity", build.here)
    for predicate in (DCAT("hasVersion"), DCT("hasVersion"), PAV("hasVersion")):
        whole.add(predicate, version)
    node = build.document.node("entity", version)
    for predicate in (DCAT("isVersionOf"), DCT("isVersionOf")):
        node.add(predicate, build.here)
    build.document.relate("specialization", version, build.here)


def _succeed(build: Build, version: Iri, before: Iri, activity: Iri) -> None:
    node = build.document.node("entity", version)
    for predicate in (DCAT("previousVersion"), PAV("previousVersion"), DCT("isVersionOf")):
        node.add(predicate, before)
    build.document.node("entity", before).add(DCT("hasVersion"), version)
    build.document.relate("revision", version, before, activity=activity)
