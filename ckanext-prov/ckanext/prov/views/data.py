"""One address for the data of a dataset: ``/dataset/ID/data`` leads to the file the client likes.

``Accept`` picks among the media types of its resources; the answer is 303 (RFC 9110, section
15.4.4) and says where the file's provenance is, and what the file derives from.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from ckanext.prov.adapters import derivations
from ckanext.prov.adapters.reader import Reader
from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build.media import media_type
from ckanext.prov.domain.terms import MEDIA_TYPES
from ckanext.prov.model import DerivationRow
from flask import Blueprint, Response, redirect

from . import answers
from .provenance import HAS_PROVENANCE

data = Blueprint("prov_data", __name__)

DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"


@data.route("/dataset/<id>/data")
def choose(id: str) -> Response:
    """Redirect to the resource whose media type the client likes best; 406 with all of them."""
    reader = answers.reader()
    package = model.Package.get(id)
    if package is None or not reader.sees(package.id):
        tk.abort(404, tk._("Dataset not found"))
    answers.private_unless(package, reader)
    shown = tk.get_action("package_show")(reader.context, {"id": package.id})
    offers = _offers(shown)
    kind = answers.chosen(list(offers)) if offers else None
    if kind is None:
        response = answers.not_acceptable(
            [
                {"type": kind, "name": one.get("name") or "", "url": one["url"]}
                for kind, one in offers.items()
            ]
        )
    else:
        response = _lead(shown, offers[kind], reader)
    return answers.personal(answers.vary(response))


def _offers(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The first resource of each media type, in the order of the resources."""
    found: dict[str, dict[str, Any]] = {}
    for one in shown["resources"]:
        kind = media_type(str(one.get("format") or ""), str(one.get("mimetype") or ""))
        if kind is not None and iris.address(one.get("url")):
            found.setdefault(kind.removeprefix(MEDIA_TYPES), one)
    return found


def _lead(shown: dict[str, Any], resource: dict[str, Any], reader: Reader) -> Response:
    response: Any = redirect(str(iris.address(resource["url"])), code=303)
    base, anchor = catalog_uri(), iris.resource(catalog_uri(), shown["id"], resource["id"])
    record = f"{config.site_url()}/dataset/{shown['name']}/resource/{resource['id']}/provenance"
    links = [(record, HAS_PROVENANCE)]
    links += [(source, DERIVED_FROM) for source in _sources(base, shown["id"], resource, reader)]
    for target, relation in links:
        response.headers.add("Link", f'<{target}>; rel="{relation}"; anchor="{anchor}"')
    return response


def _sources(base: str, dataset_id: str, resource: dict[str, Any], reader: Reader) -> list[str]:
    """What the resource was declared to derive from, as far as the reader may see it."""
    found = []
    for row in DerivationRow.of(dataset_id):
        if row.resource_id != resource["id"] or not derivations.source_shows(row, reader):
            continue
        if row.source_resource_id:
            found.append(iris.resource(base, row.source_dataset_id, row.source_resource_id))
        elif row.source_dataset_id:
            found.append(iris.dataset(base, row.source_dataset_id))
        else:
            found += [known] if (known := iris.address(row.source_iri)) else []
    return [str(one) for one in found]
