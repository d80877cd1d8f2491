"""A: Guizhou v2, the province, nine prefectures and Guian.  POST JSON, pages from 1."""

from __future__ import annotations

from uuid import UUID

from demo.simulator.family import Family, Route, code, hex_name, hex_position
from demo.simulator.view import Item, View
from demo.simulator.wire import Request, Response, json_response, number

#: Guizhou portal: 7 is 其他, 9 归档不更新; no code for every hour or every ten days.
CYCLE = {
    "realtime": 5,
    "daily": 4,
    "weekly": 3,
    "monthly": 2,
    "quarterly": 1,
    "halfyearly": 6,
    "yearly": 0,
    "irregular": 8,
    "static": 9,
}


def _list(request: Request, view: View) -> Response:
    asked = request.json
    items = view.page(number(asked.get("pageIndex"), 1), number(asked.get("pageSize"), 10))
    return json_response(
        {**view.total("total"), "data": [view.record(_row(i, view)) for i in items]}
    )


def _row(item: Item, view: View) -> dict[str, object]:
    dataset = item.dataset
    return {
        "id": item.ident,
        "name": dataset.title,
        "description": dataset.notes,
        "topicName": dataset.data_domain,
        "orgName": dataset.department.title,
        "createTime": view.when(dataset.pub_date, "ms"),
        "updateTime": view.when(dataset.data_modified, "ms"),
        "openAttribute": _open(dataset.open_type),
        "resourceFormats": view.formats(dataset.formats, "list"),
        **view.counters(views=dataset.views, calls=_calls(dataset.calls, dataset.downloads)),
    }


def _calls(calls: int | None, downloads: int | None) -> int | None:
    """The platform counts downloads and calls together."""
    return None if calls is None and downloads is None else (calls or 0) + (downloads or 0)


def _open(word: str) -> int:
    return code({"conditional": 1}, word, 0, 9)


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    fields = {
        "id": item.ident,
        "name": dataset.title,
        "description": dataset.notes,
        "topicName": dataset.data_domain,
        "orgName": dataset.department.title,
        "industryName": dataset.industry_name,
        "createTime": view.when(dataset.pub_date, "ms"),
        "updateTime": view.when(dataset.data_modified, "ms"),
        "openAttribute": _open(dataset.open_type),
        "frequency": code(CYCLE, dataset.update_cycle, None, 99),
        "dataCapacity": dataset.total_records,
    }
    return json_response({"data": view.record(fields)})


FAMILY = Family(
    key="A",
    title="贵州省数据开放平台（第二版）",
    routes=(
        Route("POST", "/api/search/data/getData(Directory)?ListByParams", "list", _list),
        Route("POST", "/api/search/data/getDataDetailByDataId", "detail", _detail),
    ),
    name=lambda position: str(UUID(hex_name(position))),
    position=lambda ident: hex_position(UUID(ident).hex),
    ident=lambda request: str(request.json.get("id") or request.json.get("dataId") or ""),
)
