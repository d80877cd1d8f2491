"""L: Sanya.  POST JSON with an application's id and a bearer token; no total, no detail."""

from __future__ import annotations

from typing import Any

from demo.simulator.family import Family, Route, code, serial_position
from demo.simulator.view import Item, View
from demo.simulator.wire import Refused, Request, Response, json_response, number


def _list(request: Request, view: View) -> Response:
    if not request.headers.get("app_id"):
        raise Refused(401, "missing APP_ID")
    asked = request.json
    items = view.page(number(asked.get("page"), 1), number(asked.get("page_size"), 10))
    return json_response({"paginator": {"records": [view.record(_row(i, view)) for i in items]}})


def _row(item: Item, view: View) -> dict[str, Any]:
    dataset = item.dataset
    return {
        "id": int(item.ident) if item.ident.isdigit() else item.ident,
        "name": dataset.title,
        "description": dataset.notes,
        "department_name": dataset.department.title,
        "public_time": view.when(dataset.pub_date, "local"),
        "updated_date": view.when(dataset.data_modified, "local"),
        "status": code({"unconditional": 2}, dataset.open_type, 1, 9),
        "formats": view.formats((f for f in dataset.formats if f != "api"), "comma"),
        **view.counters(
            view_count=dataset.views,
            download_count=dataset.downloads,
            tracking_count=dataset.calls,
        ),
    }


FAMILY = Family(
    key="L",
    title="三亚市公共数据开放平台",
    routes=(Route("POST", "/wl/home/opendata/GetDatasetList", "list", _list),),
    name=lambda position: str(position + 1),
    position=serial_position,
    needs_bearer=True,
)
