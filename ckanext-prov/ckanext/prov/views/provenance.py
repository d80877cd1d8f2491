"""The provenance of a dataset or of one of its files: in six forms for programs, and as a page.

``/dataset/ID/provenance.EXTENSION`` names the form; ``/dataset/ID/provenance`` negotiates by
``Accept`` (RFC 9110, section 12). Pages of datasets and files link here as PROV-AQ, section 3.1,
has it (https://www.w3.org/TR/prov-aq/). Unknown and hidden answer alike.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from ckanext.prov.adapters.reader import Reader
from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.forms import FORMS, Form
from ckanext.prov.fragments import documents, stamps
from flask import Blueprint, Response, g, request

from . import answers, page

provenance = Blueprint("prov_provenance", __name__)

HTML = "text/html"
HAS_PROVENANCE = "http://www.w3.org/ns/prov#has_provenance"
PREFERRED = ("ttl", "jsonld", "rdf", "nt", "json", "provn")
PAGES = ("dataset.read", "dataset_resource.read", "resource.read")


@provenance.route("/dataset/<id>/provenance")
@provenance.route("/dataset/<id>/resource/<resource_id>/provenance", endpoint="resource")
def negotiate(id: str, resource_id: str = "") -> Response:
    """The form that the client likes best; 406 with the list of forms when there is none."""
    package, reader = _visible(id, resource_id)
    kinds = {kind: form.extension for form in _forms() for kind in form.media_types}
    chosen = answers.chosen([HTML, *kinds])
    if chosen is None:
        return answers.vary(_not_acceptable(package, resource_id))
    if chosen != HTML:
        answer = _document(package, resource_id, kinds[chosen], reader, chosen)
        answer.content_location = _address(package, resource_id, kinds[chosen])
        return answers.vary(answer)
    answers.private_unless(package, reader)
    return answers.vary(Response(page.render(package, reader, resource_id), mimetype=HTML))


@provenance.route("/dataset/<id>/provenance.<extension>", endpoint="dataset_as")
@provenance.route(
    "/dataset/<id>/resource/<resource_id>/provenance.<extension>", endpoint="resource_as"
)
def read_as(id: str, extension: str, resource_id: str = "") -> Response:
    """One form; 404 for an extension that is none."""
    if extension not in FORMS:
        tk.abort(404, tk._("Unknown form of provenance: {}").format(extension))
    package, reader = _visible(id, resource_id)
    return _document(package, resource_id, extension, reader, FORMS[extension].media_type)


@provenance.after_app_request
def link(response: Response) -> Response:
    """Say on the page of a dataset or a file where its provenance is."""
    given = request.view_args or {}
    if response.status_code != 200 or request.endpoint not in PAGES or "id" not in given:
        return response
    package = model.Package.get(given["id"])
    if package is None or package.type in config.ignored_types():
        return response
    resource_id = str(given.get("resource_id") or "")
    anchor = f"{catalog_uri().rstrip('/')}/dataset/{package.id}"
    anchor += f"/resource/{resource_id}" if resource_id else ""
    target = _address(package, resource_id)
    response.headers.add("Link", f'<{target}>; rel="{HAS_PROVENANCE}"; anchor="{anchor}"')
    return response


def _visible(reference: str, resource_id: str) -> tuple[model.Package, Reader]:
    """The dataset and who reads; 404 for one that is not there or not to be seen."""
    reader = answers.reader()
    package = model.Package.get(reference)
    if package is None or package.type in config.ignored_types() or not reader.sees(package.id):
        tk.abort(404, tk._("Dataset not found"))
    if resource_id and not any(one.id == resource_id for one in package.resources):
        tk.abort(404, tk._("Resource not found"))
    return package, reader


def _document(
    package: model.Package, resource_id: str, extension: str, reader: Reader, kind: str
) -> Response:
    stamp = stamps.of(package, g.userobj or None)
    answers.private_unless(package, reader, stamp)
    etag = f"{stamp.etag}-{extension}"
    same = answers.not_modified(etag, stamp.modified)
    if same is not None:
        return answers.personal(same)
    try:
        body = documents.body(package.id, resource_id, extension, reader, stamp)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        body = None
    if body is None:
        tk.abort(404, tk._("Dataset not found"))
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = Response(body, content_type=kind + charset)
    _link_subject(response, package, resource_id)
    return answers.personal(answers.tag(response, etag, stamp.modified))


def _link_subject(response: Response, package: model.Package, resource_id: str) -> None:
    base = catalog_uri()
    about = (
        iris.resource(base, package.id, resource_id)
        if resource_id
        else iris.dataset(base, package.id)
    )
    response.headers.add("Link", f'<{about}>; rel="about"')


def _not_acceptable(package: model.Package, resource_id: str) -> Response:
    available = [
        {"type": form.media_type, "name": form.name,
         "url": _address(package, resource_id, form.extension)}
        for form in _forms()
    ]  # fmt: skip
    page = {"type": HTML, "name": "HTML", "url": _address(package, resource_id)}
    return answers.not_acceptable([page, *available])


def _forms() -> list[Form]:
    """All forms, those first that a client gets who likes several alike."""
    others = sorted(FORMS.keys() - set(PREFERRED))
    return [FORMS[extension] for extension in (*PREFERRED, *others) if extension in FORMS]


def _address(package: model.Package, resource_id: str, extension: str = "") -> str:
    ending = f".{extension}" if extension else ""
    middle = f"/resource/{resource_id}" if resource_id else ""
    return f"{config.site_url()}/dataset/{package.name}{middle}/provenance{ending}"
