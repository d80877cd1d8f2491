"""Whatever the export gives an IRI to answers under it: with its description, or a page about it.

Programs get the description in the form of RDF that they like best; people are led to the place in
the record of its dataset (303, as "Cool URIs for the Semantic Web", section 4, has it for what is
no document), or see a page where it belongs to none. Unknown and hidden answer alike.
"""

from __future__ import annotations

import re

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.prov.adapters import page_parts, timeline
from ckanext.prov.adapters import things as found
from ckanext.prov.adapters.things import Thing
from ckanext.prov.domain import describing
from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.forms import FORMS, write
from ckanext.prov.domain.terms import Iri
from ckanext.prov.model import EntryRow
from flask import Blueprint, Response, redirect, request

from . import answers, editing

things = Blueprint("prov_things", __name__)

HTML = "text/html"
_ONE_SLASH = re.compile(r"\A(https?):/(?!/)")
DEPARTMENT = "/organization/<id>"  # whoever answers there: CKAN, or a theme
RDF = ("ttl", "jsonld", "rdf", "nt")


@things.route("/dataset/<id>/provenance/activity/<entry_id>")
def activity(id: str, entry_id: str) -> Response:
    """An entry of a dataset's log."""
    package, _ = editing.visible(id)
    row = model.Session.get(EntryRow, entry_id)
    if row is None or row.dataset_id != package.id:
        return _unknown()
    place = _place(package, row)
    return _of_dataset(package, iris.activity(catalog_uri(), package.id, entry_id), place)


@things.route("/dataset/<id>/resource/<resource_id>/file/<sha256>")
def file(id: str, resource_id: str, sha256: str) -> Response:
    """The bytes that a resource had at a time."""
    package, _ = editing.visible(id)
    subject = iris.file(catalog_uri(), package.id, resource_id, sha256)
    place = tk.h.url_for("prov_provenance.negotiate", id=package.name, file=resource_id)
    return _of_dataset(package, subject, f"{place}#timeline")


@things.route("/dataset/<id>/version/<label>/resource/<resource_id>")
def version_resource(id: str, label: str, resource_id: str) -> Response:
    """A resource as it was in a version."""
    package, _ = editing.visible(id)
    subject = iris.version_resource(catalog_uri(), package.id, label, resource_id)
    place = tk.h.url_for("prov_version_pages.show", id=package.name, label=label)
    return _of_dataset(package, subject, f"{place}#prov-v-files")


@things.route("/agent/<any(person, software):kind>/<path:name>")
@things.route("/provenance/<any(plan, record, role, restricted, licence):kind>/<path:name>")
@things.route("/provenance/<any('activity-type'):kind>/<path:name>")
def of_site(kind: str, name: str) -> Response:
    """Somebody or something that many records name."""
    # Servers take two slashes in a path for one; ids of records may be addresses.
    whole = _ONE_SLASH.sub(r"\1://", name) if kind == "record" else name
    return _answer(found.of_site(kind, whole, answers.reader()), _chosen())


@things.route("/provenance/terms")
def terms() -> Response:
    """The words for what activities count, each below this address."""
    return _answer(Thing(describing.vocabulary(catalog_uri())), _chosen())


@things.route("/agent/role/<path:name>")
def role_holder(name: str) -> Response:
    """Whoever has a role in a department."""
    return _answer(found.of_site("role-holder", name, answers.reader()), _chosen())


def version(package: model.Package, label: str) -> Response | None:
    """The description of a version for a program; None for who wants the page."""
    chosen = answers.chosen([HTML, *_kinds()])
    if chosen in (None, HTML):
        return None
    subject = iris.version(catalog_uri(), package.id, label)
    return _answer(found.of_dataset(package, subject, answers.reader()), chosen)


@things.before_app_request
def department() -> Response | None:
    """A department's description for a program; CKAN's page for who wants that."""
    if not _is_department():
        return None
    chosen = _chosen()
    if chosen in (None, HTML):
        return None
    thing = found.department((request.view_args or {})["id"], answers.reader())
    return _answer(thing, chosen)


@things.after_app_request
def negotiated(response: Response) -> Response:
    """Say of a department's page that programs get something else."""
    return answers.vary(response) if _is_department() else response


def _is_department() -> bool:
    return request.url_rule is not None and request.url_rule.rule == DEPARTMENT


def _of_dataset(package: model.Package, subject: Iri, place: str) -> Response:
    chosen, thing = _chosen(), found.of_dataset(package, subject, answers.reader())
    if thing is None or chosen != HTML:
        return _answer(thing, chosen)
    return answers.vary(answers.personal(redirect(place, code=303)))  # type: ignore[arg-type]


def _answer(thing: Thing | None, chosen: str | None) -> Response:
    if thing is None:
        return _unknown()
    if chosen is None:
        offers = [{"type": kind, "name": FORMS[form].name, "url": str(thing.document.subject)}
                  for kind, form in _kinds().items()]  # fmt: skip
        return answers.vary(answers.not_acceptable(offers))
    if chosen == HTML:
        answer = Response(_page(thing), mimetype=HTML)
    else:
        answer = Response(write(thing.document, _kinds()[chosen]), content_type=chosen)
    return answers.vary(answers.personal(answer))


def _page(thing: Thing) -> str:
    record = _place(thing.package, thing.entry) if thing.package and thing.entry else ""
    values = {
        "thing": page_parts.thing(thing.document),
        "words": page_parts.words(thing.document),
        "record": record,
        "package": thing.package,
    }
    return str(tk.render("prov/thing.html", values))


def _place(package: model.Package, entry: EntryRow) -> str:
    """Where an entry stands on the page of its dataset."""
    page = timeline.page_of(entry)
    query = {"page": page} if page > 1 else {}
    address = tk.h.url_for("prov_provenance.negotiate", id=package.name, **query)
    return f"{address}#entry-{entry.number}"


def _chosen() -> str | None:
    return answers.chosen([HTML, *_kinds()])


def _kinds() -> dict[str, str]:
    """Extension by media type."""
    return {kind: form for form in RDF for kind in FORMS[form].media_types}


def _unknown() -> Response:
    return tk.abort(404, tk._("There is nothing here that you may see"))
