"""B: Shenzhen and Fuzhou.  POST form; the list is a JSON text inside JSON; pages from 1."""

from __future__ import annotations

import json
from typing import Any

from demo.model import CYCLE_ZH, OPEN_ZH
from demo.simulator.family import Family, Route, code, file_url, tags
from demo.simulator.pages import table_page
from demo.simulator.view import Item, View
from demo.simulator.wire import Request, Response, html_response, json_response, number

#: The platform's own number in front of each resource's.
PREFIX = "29200/"


def resource_name(position: int) -> str:
    """``29200/00000001``: eight digits, counted from 1."""
    return f"{PREFIX}{position + 1:08d}"


def resource_position(ident: str) -> int:
    """The position behind a resource identifier, written with ``/`` or ``_``."""
    return int(ident.replace("_", "/").removeprefix(PREFIX)) - 1


def _list(key: str, services: bool) -> Any:
    def answer(request: Request, view: View) -> Response:
        size = number(request.form.get("pageSize"), 6)
        items = view.page(number(request.form.get("pageNo"), 1), size)
        city, county = _levels(view)
        inner = {
            "list": [{"resId": i.ident} for i in items if i.dataset.apis or not services],
            "pageSize": size,
            "otherData": {**_count(view, "cityCount", city), **_count(view, "countyCount", county)},
        }
        return json_response({key: json.dumps(inner, ensure_ascii=False, separators=(",", ":"))})

    return answer


def _levels(view: View) -> tuple[int, int]:
    """How many records belong to the city itself, and how many to its counties."""
    if view.source.all_open:  # made-up records are too many to be looked at one by one
        return len(view.positions), 0
    county = sum(not view.source[p].division_code.endswith("00") for p in view.positions)
    return len(view.positions) - county, county


def _count(view: View, key: str, value: int) -> dict[str, Any]:
    return {
        "": {key: value},
        "string": {key: str(value)},
        "wrong": {key: value + 37},
        "none": {},
    }[view.hazards.total]


def _detail(request: Request, view: View) -> Response:
    return json_response(view.record(_fields(FAMILY.find(view, request), view)))


def _fields(item: Item, view: View) -> dict[str, Any]:
    dataset = item.dataset
    return {
        "resId": item.ident,
        "resTitle": dataset.title,
        "resAbstract": dataset.notes,
        "keyword": tags(dataset),
        "officeName": dataset.department.title,
        "subjectName": dataset.service,
        "tradeName": dataset.industry_name,
        "publishDate": view.when(dataset.pub_date, "local"),
        "dataUpdateTime": view.when(dataset.data_modified, "local"),
        "updateCycle": code(CYCLE_ZH, dataset.update_cycle, "", "每十五日"),
        "openLevelName": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "phone": dataset.contact_phone,
        "sourceSuffix": view.formats((f for f in dataset.formats if f != "api"), "comma"),
        "recordTotal": dataset.total_records,
    }


def _landing(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    links = [(file.name, file_url(request, item, file)) for file in item.dataset.files]
    return html_response(
        table_page(item.dataset.title, [("摘要", item.dataset.notes or "")], links)
    )


FAMILY = Family(
    key="B",
    title="深圳市政府数据开放平台",
    routes=(
        Route("POST", "/data/dataSet/findPage", "list", _list("dataList", services=False)),
        Route("POST", "/data/api/findPageByParams", "list", _list("apiList", services=True)),
        Route("POST", "/data/catalog/selectDataCatalogByResId", "detail", _detail),
        Route("GET", "/data/dataSet/toDataDetails/.+", "page", _landing),
    ),
    name=resource_name,
    position=resource_position,
    ident=lambda request: request.form.get("resId", "") or request.path.rsplit("/", 1)[1],
    empty={},
)
