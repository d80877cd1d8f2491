"""What a family is: routes, identifiers, and how it says "nothing" and "error"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any
from urllib.parse import quote

from demo import files
from demo.files import MEDIA_TYPES
from demo.model import Dataset, File
from demo.rows import rows
from demo.simulator.view import Item, View
from demo.simulator.wire import Refused, Request, Response, json_response, number

BUSY = "系统繁忙，请稍后再试"

Handler = Callable[["Request", "View"], Response]


@dataclass(frozen=True)
class Route:
    """A path of the platform (a regular expression), its method and its part in a harvest."""

    method: str
    path: str
    role: str
    handler: Handler


def hex_name(position: int) -> str:
    return md5(str(position).encode(), usedforsecurity=False).hexdigest()[:24] + f"{position:08x}"


def hex_position(ident: str) -> int:
    """The position inside a 32-digit identifier; ``ValueError`` if it is not one of ours."""
    position = int(ident[-8:], 16)
    if ident != hex_name(position):
        raise ValueError(ident)
    return position


def serial_position(ident: str) -> int:
    """The position inside a serial number counted from 1."""
    return int(ident) - 1


@dataclass(frozen=True)
class Family:
    """One kind of platform.

    ``name`` and ``position`` turn a position in the source into the platform's identifier
    and back, ``ident`` finds the identifier in a detail request, ``open_only`` families
    list what is public and opened, ``empty`` and ``error`` are what the platform sends
    inside a 200, through ``wrap``.
    """

    key: str
    title: str
    routes: tuple[Route, ...]
    name: Callable[[int], str] = hex_name
    position: Callable[[str], int] = hex_position
    ident: Callable[[Request], str] = lambda request: request.query.get("id", "")
    open_only: bool = True
    needs_bearer: bool = False
    empty: Any = field(default_factory=lambda: {"data": {}})
    error: Any = field(default_factory=lambda: {"code": 500, "msg": BUSY, "data": None})
    wrap: Callable[[Request, Any], Response] = lambda request, value: json_response(value)

    def route(self, method: str, path: str) -> Route:
        """The route of a request; 404 for no such path, 405 for another method."""
        known = [route for route in self.routes if re.fullmatch(route.path, path)]
        if not known:
            raise Refused(404, f"no such path: {path}")
        for route in known:
            if method in route.method.split("|"):
                return route
        raise Refused(405, f"Request method '{method}' not supported")

    def asked(self, request: Request, view: View) -> int:
        """The position of the record that a detail request asks for, -1 if there is none."""
        item = view.find(self.ident(request), self.position)
        return item.position if item else -1

    def find(self, view: View, request: Request) -> Item:
        """The record a detail request asks for; 404 when the platform does not list it."""
        ident = self.ident(request)
        item = view.find(ident, self.position)
        if item is None:
            raise Refused(404, f"no such record: {ident}")
        return item


def file_url(request: Request, item: Item, file: File) -> str:
    """Where the simulator serves a file of a record."""
    return f"{request.base}/files/{item.position}/{quote(file.name)}"


def api_url(request: Request, item: Item) -> str:
    """Where the simulator answers the query service of a record."""
    return f"{request.base}/api/{item.position}/1/service.xhtml"


def serve_api(request: Request, view: View) -> Response:
    """``/api/<position>/1/service.xhtml`` of any mount: the rows of the first file, in pages.

    ``page`` counts from 1, ``rows`` is at most 10,000; the answer is ``{total, data}``.
    """
    asked = {**request.query, **(request.form if request.method == "POST" else {})}
    position = request.path.split("/")[2]
    item = view.at(int(position)) if position.isdigit() else None
    if item is None or not item.dataset.files:
        raise Refused(404, f"no such service: {request.path}")
    page, size = number(asked.get("page"), 1), min(number(asked.get("rows"), 10), 10_000)
    shown = files.columns(item.dataset)
    table = list(rows(item.dataset, shown, item.dataset.files[0].rows))
    return json_response({"total": len(table), "data": table[(page - 1) * size : page * size]})


def serve_file(request: Request, view: View) -> Response:
    """``/files/<position>/<name>`` of any mount."""
    _, _, position, name = request.path.split("/", 3)
    item = view.at(int(position)) if position.isdigit() else None
    file = next((f for f in item.dataset.files if f.name == name), None) if item else None
    if item is None or file is None:
        raise Refused(404, f"no such file: {name}")
    kind = MEDIA_TYPES.get(file.format, "application/octet-stream")
    disposition = f"attachment; filename*=UTF-8''{quote(file.title)}.{file.format}"
    return Response(
        view.content(item.dataset, file), kind, headers={"Content-Disposition": disposition}
    )


def code(table: dict[str, Any], word: str, other: Any, unknown: Any) -> Any:
    """A word in the platform's code; ``other`` if it has none, ``unknown`` for the hazard."""
    if word == "unknown":
        return unknown
    return table.get(word, other)


def tags(dataset: Dataset) -> str:
    """Tags as most platforms give them: one text, with commas."""
    return ",".join(dataset.tags)
