"""Files, interfaces and links of a dataset as distributions."""

from __future__ import annotations

import re
from typing import Any

from ckan import model
from ckanext.dcat.utils import catalog_uri, resource_uri
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from .terms import (
    ADMS,
    DCAT,
    DIGESTS,
    DISTRIBUTION_STATUS,
    FORMATS,
    MEDIA_TYPES,
    SPDX,
    STATUS_LABELS,
    authority,
)
from .writing import add_date, add_resource, add_text, add_typed, web_address

MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+\Z")


def describe(g: Graph, dataset: dict[str, Any], dataset_ref: URIRef) -> None:
    """Describe every resource of a dataset."""
    licence = _licence(dataset)
    for resource in dataset.get("resources") or ():
        ref = URIRef(resource_uri({**resource, "package_id": dataset["id"]}))
        add_typed(g, dataset_ref, DCAT.distribution, ref, DCAT.Distribution)
        add_text(g, ref, DCTERMS.title, resource.get("name") or dataset.get("title"), "zh")
        add_text(g, ref, DCTERMS.description, resource.get("description"), "zh")
        add_date(g, ref, DCTERMS.issued, resource.get("created"))
        modified = resource.get("last_modified") or resource.get("metadata_modified")
        add_date(g, ref, DCTERMS.modified, modified)
        add_typed(g, ref, DCTERMS.license, licence, DCTERMS.LicenseDocument)
        _rights(g, resource, ref)
        _access(g, dataset, dataset_ref, resource, ref)
        _format(g, resource, ref)
        _status(g, dataset, ref)
        _digest(g, resource, ref)


def _licence(dataset: dict[str, Any]) -> URIRef | None:
    """The licence's own address, from CKAN's register of licences."""
    licence = model.Package.get_license_register().get(dataset.get("license_id") or "")
    return web_address(licence.url) if licence else None


def _rights(g: Graph, resource: dict[str, Any], ref: URIRef) -> None:
    if resource.get("rights"):
        node = URIRef(f"{ref}#rights")
        add_typed(g, ref, DCTERMS.rights, node, DCTERMS.RightsStatement)
        add_text(g, node, DCTERMS.description, resource["rights"], "zh")


def _access(
    g: Graph, dataset: dict[str, Any], dataset_ref: URIRef, resource: dict[str, Any], ref: URIRef
) -> None:
    """A page to get it at; the file itself when there is one; an interface as a service."""
    address = web_address(resource.get("url"))
    page = URIRef(
        f"{catalog_uri().rstrip('/')}/dataset/{dataset['name']}/resource/{resource['id']}"
    )
    kind = resource.get("kind") or "file"
    add_resource(g, ref, DCAT.accessURL, page if kind == "file" else address or page)
    if kind == "file":
        add_resource(g, ref, DCAT.downloadURL, address)
    if kind in ("api", "map") and address is not None:
        node = URIRef(f"{ref}#service")
        add_typed(g, ref, DCAT.accessService, node, DCAT.DataService)
        add_text(g, node, DCTERMS.title, resource.get("name") or dataset.get("title"), "zh")
        add_resource(g, node, DCAT.endpointURL, address)
        g.add((node, DCAT.servesDataset, dataset_ref))
    if str(resource.get("size") or "").isdigit():
        g.add((ref, DCAT.byteSize, Literal(int(resource["size"]), datatype=XSD.nonNegativeInteger)))


def _format(g: Graph, resource: dict[str, Any], ref: URIRef) -> None:
    code, media = FORMATS.get(str(resource.get("format") or "").upper(), ("", ""))
    given = str(resource.get("mimetype") or "").lower()
    media = given if MEDIA_TYPE.match(given) else media
    file_type = authority("file-type", code)
    add_typed(g, ref, DCTERMS["format"], file_type, DCTERMS.MediaTypeOrExtent)
    add_typed(g, ref, DCAT.mediaType, MEDIA_TYPES[media] if media else None, DCTERMS.MediaType)


def _status(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    code = DISTRIBUTION_STATUS.get(dataset.get("status") or "published")
    value = authority("distribution-status", code)
    if code is None or value is None:
        return
    add_typed(g, ref, ADMS.status, value, SKOS.Concept)
    for lang, label in zip(("zh", "en"), STATUS_LABELS[code], strict=True):
        g.add((value, SKOS.prefLabel, Literal(label, lang=lang)))


def _digest(g: Graph, resource: dict[str, Any], ref: URIRef) -> None:
    digest = str(resource.get("hash") or "").rpartition(":")[2].lower()
    algorithm = DIGESTS.get(len(digest))
    if algorithm is None or not re.fullmatch(r"[0-9a-f]+", digest):
        return
    node = URIRef(f"{ref}#checksum")
    add_typed(g, ref, SPDX.checksum, node, SPDX.Checksum)
    g.add((node, SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary)))
    name = SPDX[f"checksumAlgorithm_{algorithm}"]
    add_typed(g, node, SPDX.algorithm, name, SPDX.ChecksumAlgorithm)
    g.add((name, RDF.type, SPDX.ChecksumAlgorithm))
