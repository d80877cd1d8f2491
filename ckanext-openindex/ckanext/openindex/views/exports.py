"""What others take along: badges, panels for their pages, and tables.

Badges and panels say what everybody may see, whoever asks, for they stand on other sites' pages and
are kept by caches on the way. What is unknown and what is hidden get the same answer.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, Final

import ckan.plugins.toolkit as tk
import flask
from ckan.types import Context
from ckanext.openindex.adapters.anybody import ask
from ckanext.openindex.adapters.workbook import Book
from ckanext.openindex.domain.cells import Cell, guarded
from ckanext.openindex.domain.drawing.badge import badge as draw
from ckanext.openindex.domain.drawing.colours import of_band
from ckanext.openindex.reports.tables import Titles, opened
from flask import Blueprint, Response, request, stream_with_context

exports = Blueprint("openindex_exports", __name__)

KINDS: Final = {
    "": ("province",),
    "organization": ("department",),
    "division": ("county", "city"),
    "dataset": ("dataset",),
}
"""The kinds of figures that an address of a kind may lead to."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""Of panels: no scripts, no requests, and any site may frame them (CSP level 3)."""
Shown = tuple[dict[str, Any], dict[str, Any]]


@exports.route("/openindex/badge/province.svg", defaults={"kind": "", "name": ""})
@exports.route("/openindex/badge/<any(organization, division, dataset):kind>/<name>.svg")
def badge(kind: str, name: str) -> Response:
    """The score and band of something as a small SVG; 404 for what is not there or not public."""
    found = _shown(kind, name)
    if found is None:
        return _nothing()
    said, by = found
    words, label = _score(said, by), tk._("Openness index")
    title = f"{said['title']}: {label} {words}"
    svg = draw(label, words, _colour(said, by), title)
    return _kept(Response(svg, mimetype="image/svg+xml"))


@exports.route("/openindex/widget/province", defaults={"kind": "", "name": ""})
@exports.route("/openindex/widget/<any(organization, division, dataset):kind>/<name>")
def widget(kind: str, name: str) -> Response:
    """A panel for other sites' pages, in an iframe; 404 as of ``badge``."""
    found = _shown(kind, name)
    if found is None:
        return _nothing()
    said, by = found
    titles = Titles(by, _lang())
    values = [(titles.dimensions[one["id"]], one["value"]) for one in said["dimensions"]]
    # CKAN's own ``render`` would keep the answer out of caches.
    page = flask.render_template(
        "openindex/widget.html",
        said=said,
        words=_score(said, by),
        colour=_colour(said, by),
        values=values,
        page=_address(f"/{kind}/{said['name']}" if kind else ""),
        own=_address(f"/widget/{kind}/{said['name']}" if kind else "/widget/province"),
    )
    response = _kept(Response(page, mimetype="text/html"))
    response.headers["Content-Security-Policy"] = POLICY
    return response


@exports.route("/openindex/table/<name>.<any(csv, xlsx):form>")
def table(name: str, form: str) -> Response:
    """A table with the parameters of its action: 404 for what is not there, 400 for bad ones."""
    # Another reader may get another answer.
    request.environ["__no_cache__"] = True
    context = Context(user=tk.current_user.name, auth_user_obj=tk.current_user)
    try:
        found = opened(name, context, request.args.to_dict(), _lang())
    except tk.ObjectNotFound:
        found = None
    except tk.ValidationError as error:
        return Response(_sentence(error), 400, mimetype="text/plain")
    if found is None:
        return _nothing()
    if form == "csv":
        response = Response(stream_with_context(_csv([found.head], found.rows)))
        response.mimetype = "text/csv"
        response.headers["Content-Disposition"] = f'attachment; filename="openindex-{name}.csv"'
        return response
    return _xlsx(f"openindex-{name}.xlsx", found.head, found.rows)


def _shown(kind: str, name: str) -> Shown | None:
    try:
        said = ask("openindex_show", kind=kind, id=name)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    if said["kind"] not in KINDS[kind]:
        return None
    return said, ask("openindex_methodology_show", version=said["version"])


def _nothing() -> Response:
    return Response(tk._("The index knows nothing of this."), 404, mimetype="text/plain")


def _address(path: str) -> str:
    """An address below ``/openindex`` in the language of this one, from outside."""
    return str(tk.h.url_for(f"/openindex{path}", _external=True))


def _lang() -> str:
    return "zh" if tk.h.lang().startswith("zh") else "en"


def _score(said: dict[str, Any], by: dict[str, Any]) -> str:
    """As ``63.2 良好``."""
    if said["score"] is None:
        return tk._("no score")
    return f"{said['score']:.1f} {Titles(by, _lang()).bands.get(said['band'], '')}".strip()


def _colour(said: dict[str, Any], by: dict[str, Any]) -> str:
    return of_band(said["band"], [one["id"] for one in by["bands"]])


def _kept(response: Response) -> Response:
    """With an ETag; 304 for whoever has it. CKAN adds how long it may be kept."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


def _sentence(error: tk.ValidationError) -> str:
    return "\n".join(f"{name}: {said}" for name, said in error.error_summary.items())


def _csv(head: Iterable[list[str]], rows: Iterable[list[Cell]]) -> Iterator[str]:
    """The lines of a CSV (RFC 4180), with the byte order mark that Excel needs for Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    for some in (head, rows):
        for row in some:
            writer.writerow([guarded(cell) for cell in row])
            yield text.getvalue()
            text.seek(0)
            text.truncate()


def _xlsx(name: str, head: list[str], rows: Iterable[list[Cell]]) -> Response:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    with Book(file, constant_memory=True) as book:
        sheet = book.add_worksheet("openindex")
        book.put(sheet, 0, head)
        for number, row in enumerate(rows, start=1):
            book.put(sheet, number, row)
    file.seek(0)
    return flask.send_file(file, XLSX, as_attachment=True, download_name=name)
