"""A resource as a distribution, with the paper's elements of that level."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import media
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.fields import Row, entered_date, rows, system_time, text
from ckanext.prov.domain.model import Node, Text
from ckanext.prov.domain.terms import CNT, DCAT, DCT, HEX, RDFS, SPDX, TITLE, Iri

# Length of a digest in hexadecimal digits: name of its algorithm in SPDX 2.2.
_DIGESTS: Final = MappingProxyType(
    {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
)
_HEX: Final = re.compile(r"[0-9a-f]+\Z")


def describe(build: Build) -> None:
    """Every resource that the reader sees."""
    dataset = build.facts.dataset
    node = build.document.node("entity", build.dataset)
    name = text(dataset, "name") or build.dataset_id
    for resource in rows(dataset, "resources"):
        resource_id = text(resource, "id")
        if not resource_id:
            continue
        subject = build.resource(resource_id)
        node.add(DCAT("distribution"), subject)
        made = describe_as(build, subject, resource, dataset)
        page = iris.resource_page(build.facts.base, name, resource_id)
        locate(build, made, page, iris.address(resource.get("url")))
        checksum(build, subject, text(resource, "hash"))


def describe_as(build: Build, subject: Iri, resource: Row, dataset: Row) -> Node:
    """What ``resource``, a dict of ``resource_show``, says; of ``subject``."""
    node = build.document.node("entity", subject, DCAT("Distribution"))
    node.add(TITLE, build.text(text(resource, "name") or text(dataset, "title", "name")))
    node.add(DCT("description"), build.text(text(resource, "description")))
    created = system_time(resource, "created")
    node.add(DCT("issued"), entered_date(resource, "issued") or created)
    modified = entered_date(resource, "modified")
    changed = system_time(resource, "last_modified", "metadata_modified")
    node.add(DCT("modified"), modified or changed or created)
    _licence(build, node, resource, dataset)
    _rights(build, node, resource, dataset)
    _media(build, node, resource)
    return node


def locate(build: Build, node: Node, page: Iri, download: Iri | None) -> None:
    """Where people get it, and where the file itself is, when it is to be had."""
    for predicate, found in ((DCAT("accessURL"), page), (DCAT("downloadURL"), download)):
        if found is not None:
            node.add(predicate, found)
            build.document.node("entity", found, RDFS("Resource"))


def checksum(build: Build, subject: Iri, given: str) -> None:
    """A digest in hexadecimal, with or without the algorithm's name before it."""
    digest = given.rpartition(":")[2].lower()
    algorithm = _DIGESTS.get(len(digest))
    if algorithm is None or not _HEX.match(digest):
        return
    found = iris.part(subject, "checksum")
    build.document.node("entity", subject).add(SPDX("checksum"), found)
    node = build.document.node("entity", found, SPDX("Checksum"))
    name = SPDX(f"checksumAlgorithm_{algorithm}")
    node.add(SPDX("algorithm"), name)
    build.document.node("entity", name, SPDX("ChecksumAlgorithm"))
    node.add(SPDX("checksumValue"), Text(digest, HEX))


def _licence(build: Build, node: Node, resource: Row, dataset: Row) -> None:
    for row in (resource, dataset):
        found = iris.address(row.get("license_url")) or iris.address(row.get("license"))
        licence_id = text(row, "license_id")
        if found is None and licence_id and licence_id != "notspecified":
            found = iris.licence(build.facts.base, licence_id)
        if found is None:
            continue
        node.add(DCT("license"), found)
        document = build.document.node("entity", found, DCT("LicenseDocument"))
        title = text(row, "license_title") or licence_id
        document.add(TITLE, Text(title) if title else None)
        return


def _rights(build: Build, node: Node, resource: Row, dataset: Row) -> None:
    given = text(resource, "rights") or text(dataset, "rights")
    if not given:
        return
    statement = iris.address(given) or iris.part(node.iri, "rights")
    node.add(DCT("rights"), statement)
    described = build.document.node("entity", statement, DCT("RightsStatement"))
    if statement == iris.part(node.iri, "rights"):
        described.add(DCT("description"), build.text(given))


def _media(build: Build, node: Node, resource: Row) -> None:
    given = text(resource, "format"), text(resource, "mimetype")
    kind, encoding = media.media_type(*given), media.charset(*given)
    if encoding:
        node.add(CNT("characterEncoding"), Text(encoding))
    if kind is None:
        return
    for predicate in (DCAT("mediaType"), DCT("format")):
        node.add(predicate, kind)
    build.document.node("entity", kind, DCT("MediaType"), DCT("MediaTypeOrExtent"))
