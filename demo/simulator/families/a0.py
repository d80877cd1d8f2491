"""A0: Guizhou v1, data.guizhou (2016-19).  GET, JSONP, pages from 1, files by short address."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from demo.model import File
from demo.simulator.family import BUSY, Family, Route, file_url, serial_position
from demo.simulator.view import Item, View
from demo.simulator.wire import Refused, Request, Response, json_response, number

#: A file's number: the record's times this, and the file's own.
STEP = 1000


def jsonp(request: Request, value: Any) -> Response:
    """``/**/name({...});`` when the request names a callback, else plain JSON."""
    name = request.query.get("callback", "")
    if not re.fullmatch(r"[\w.$]+", name):
        return json_response(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    body = f"/**/{name}({text});".encode("utf-8", "backslashreplace")
    return Response(body, "application/javascript;charset=UTF-8")


def _list(request: Request, view: View) -> Response:
    """``dataType`` 0 lists data; the platform's services (1) and applications (3) are none."""
    asked = request.query
    items: list[Item] = []
    if asked.get("dataType", "0") in ("", "0"):
        items = view.page(number(asked.get("pageNo"), 1), number(asked.get("pageSize"), 10))
    return jsonp(request, {"data": {"datasetlist": [view.record(_row(i, view)) for i in items]}})


def _row(item: Item, view: View) -> dict[str, Any]:
    dataset = item.dataset
    return {
        "id": int(item.ident) if item.ident.isdigit() else item.ident,
        "name": dataset.title,
        "description": f"<p>{escape(dataset.notes, quote=False)}</p>"
        if dataset.notes
        else dataset.notes,
        "topicName": dataset.data_domain,
        "orgName": dataset.department.title,
        "updTime": view.when(dataset.data_modified, "local"),
        **view.counters(views=dataset.views, calls=dataset.downloads),
        "list": [{"id": _number(item, order)} for order in range(len(dataset.files))],
    }


def _number(item: Item, order: int) -> int:
    return (item.position + 1) * STEP + order


def _file(view: View, ident: str) -> tuple[Item, File, int]:
    position, order = divmod(int(ident), STEP)
    item = view.at(position - 1)
    if item is None or order >= len(item.dataset.files):
        raise Refused(404, f"no such file: {ident}")
    return item, item.dataset.files[order], order


def _file_data(request: Request, view: View) -> Response:
    item, file, order = _file(view, request.path.rsplit("/", 1)[1])
    fields = {
        "id": _number(item, order),
        "format": file.format,
        "name": file.title,
        "remark": f"{file.title}.{file.format}",
        "shortUrl": f"k{_number(item, order)}",
        "updTime": view.when(item.dataset.data_modified, "local"),
    }
    return jsonp(request, {"data": fields})


def _url(request: Request, view: View) -> Response:
    item, file, _ = _file(view, request.path.rsplit("/k", 1)[1])
    return jsonp(request, {"data": {"realUrl": file_url(request, item, file)}})


FAMILY = Family(
    key="A0",
    title="贵州省政府数据开放平台（第一版）",
    routes=(
        Route("GET", "/dataopen/api/dataset", "list", _list),
        Route("GET", r"/dataopen/api/filedata/\d+", "detail", _file_data),
        Route("GET", r"/dataopen/api/url/k\d+", "detail", _url),
    ),
    name=lambda position: str(position + 1),
    position=serial_position,
    ident=lambda request: str(int(request.path.rsplit("/", 1)[1].lstrip("k")) // STEP),
    error={"code": 500, "message": BUSY, "data": None},
    wrap=jsonp,
)
