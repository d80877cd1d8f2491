"""C: Wuhan.  POST JSON list, GET detail; pages from 1; counts pages."""

from __future__ import annotations

from demo.model import OPEN_ZH
from demo.simulator.family import Family, Route, code, tags
from demo.simulator.view import View
from demo.simulator.wire import Request, Response, json_response, number

#: The codes of DSG's data catalogue; no code for every hour or every ten days, 9 is 不更新.
CYCLE = {
    "irregular": 1,
    "realtime": 2,
    "daily": 3,
    "weekly": 4,
    "monthly": 5,
    "quarterly": 6,
    "halfyearly": 7,
    "yearly": 8,
    "static": 9,
}


def _list(request: Request, view: View) -> Response:
    asked = request.json
    size = number(asked.get("size"), 10)
    items = view.page(number(asked.get("current"), 1), size)
    records = [{"cataId": item.ident} for item in items]
    return json_response({"data": {"pages": view.pages(size), "records": records}})


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    fields = {
        "cataId": item.ident,
        "cataTitle": dataset.title,
        "summary": dataset.notes,
        "resLabel": tags(dataset),
        "registerOrgName": dataset.department.title,
        "dataTopicDetail": dataset.theme,
        "industryTypeDetail": dataset.industry_name,
        "createTime": view.when(dataset.pub_date, "local"),
        "updateTime": view.when(dataset.data_modified, "local"),
        "cataFileDTO": {"updateCycle": code(CYCLE, dataset.update_cycle, None, 99)},
        "openLevelDetail": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "providerPhon": dataset.contact_phone,
        "fileFormatDetail": view.formats(dataset.formats, "comma"),
    }
    return json_response({"data": view.record(fields)})


FAMILY = Family(
    key="C",
    title="武汉市公共数据开放平台",
    routes=(
        Route("POST", "/api/portal/data/catalog/page", "list", _list),
        Route("GET", "/api/portal/data/catalog/detail", "detail", _detail),
    ),
    ident=lambda request: request.query.get("cataId", ""),
)
