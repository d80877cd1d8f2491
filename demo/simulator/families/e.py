"""E: Shanghai.  POST JSON list, GET detail with times in ISO form; pages from 1."""

from __future__ import annotations

from typing import Any

from demo.model import CYCLE_ZH, OPEN_ZH
from demo.simulator.family import Family, Route, code, file_url, serial_position, tags
from demo.simulator.view import Item, View
from demo.simulator.wire import Request, Response, json_response, number


def _list(request: Request, view: View) -> Response:
    asked = request.json
    size = number(asked.get("pageSize"), 10)
    items = view.page(number(asked.get("pageNum"), 1), size)
    content = [{"datasetId": item.ident, "datasetName": item.dataset.title} for item in items]
    return json_response({"data": {"totalPageNum": view.pages(size), "content": content}})


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    fields = {
        "dataset_id": item.ident,
        "dataset_name": dataset.title,
        "open_list_abstract": dataset.notes,
        "data_label": tags(dataset),
        "data_domain": dataset.data_domain,
        "cou_theme_cls": dataset.theme,
        "create_date": view.when(dataset.pub_date, "iso"),
        "update_date": view.when(dataset.data_modified, "iso"),
        "open_rate": code(CYCLE_ZH, dataset.update_cycle, "", "每十五日"),
        "org_name": dataset.department.title,
        "open_type": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "contact_way": dataset.contact_phone,
    }
    return json_response({"data": {**view.record(fields), "docType": _documents(item, request)}})


def _documents(item: Item, request: Request) -> list[dict[str, Any]]:
    """One document with all its formats; the path is that of the first."""
    files = item.dataset.files
    if not files:
        return []
    kinds = [file.format for file in files]
    path = file_url(request, item, files[0])
    return [{"name": item.dataset.title, "path": path, "sort": 1, "file_type": kinds}]


FAMILY = Family(
    key="E",
    title="上海市公共数据开放平台",
    routes=(
        Route("POST", "/zq/api/data_set/search/", "list", _list),
        Route("GET", "/zq/api/data_set/[^/]+(/[^/]+)?/", "detail", _detail),
    ),
    name=lambda position: f"AB{2015000 + position}",
    position=lambda ident: serial_position(ident.removeprefix("ab")) - 2014999,
    ident=lambda request: request.path.split("/data_set/")[1].strip("/"),
)
