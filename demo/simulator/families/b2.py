"""B2: Guangdong province.  POST JSON; counts pages and not records; pages from 1."""

from __future__ import annotations

from demo.model import OPEN_ZH
from demo.simulator.families.b import resource_name, resource_position
from demo.simulator.family import Family, Route, code, tags
from demo.simulator.view import View
from demo.simulator.wire import Request, Response, json_response, number

BASE = "(/backOpen/open/data)?/data/openCatalog"


def _list(request: Request, view: View) -> Response:
    asked = request.json
    size = number(asked.get("pageSize"), 10)
    items = view.page(number(asked.get("pageNo"), 1), size)
    page = {"pages": view.pages(size), "list": [{"resId": item.ident} for item in items]}
    return json_response({"data": {"page": page}})


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    fields = {
        "resId": item.ident,
        "resTitle": dataset.title,
        "resAbstract": dataset.notes,
        "keyword": tags(dataset),
        "officeName": dataset.department.title,
        "subjectName": dataset.theme,
        "publishDate": view.when(dataset.pub_date, "local"),
        "lastModifyTime": view.when(dataset.data_modified, "local"),
        "openMode": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "email": dataset.contact_email,
        "sourceSuffix": view.formats((f for f in dataset.formats if f != "api"), "comma"),
        "recordTotal": dataset.total_records,
    }
    return json_response({"data": view.record(fields)})


FAMILY = Family(
    key="B2",
    title="开放广东",
    routes=(
        Route("POST", f"{BASE}/findPageBySearch", "list", _list),
        Route("POST", f"{BASE}/selectDataCatalogByResId", "detail", _detail),
    ),
    name=resource_name,
    position=resource_position,
    ident=lambda request: str(request.json.get("resId", "")),
)
