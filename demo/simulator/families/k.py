"""K: the gateway with names in pinyin initials (Xuzhou, Deyang, Suining, Ganzi)."""

from __future__ import annotations

from demo.simulator.family import Family, Route, code
from demo.simulator.view import View
from demo.simulator.wire import Request, Response, json_response, number

#: Ganzi; the other cycles are 07, 自定义.
CYCLE = {"daily": "01", "weekly": "02", "monthly": "03", "quarterly": "04", "yearly": "05"}
OPEN = {"conditional": "01", "unconditional": "02"}

PREFIX = "03035/"


def _list(request: Request, view: View) -> Response:
    asked = request.json
    items = view.page(number(asked.get("pageNo"), 1), number(asked.get("pageSize"), 10))
    rows = [{"mlbh": item.ident} for item in items]
    return json_response({"data": {**view.total("total"), "rows": rows}})


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    fields = {
        "mlbh": item.ident,
        "mlmc": dataset.title,
        "xxzytgf": dataset.department.title,
        "ssztlmmc": dataset.theme,
        "ssqtlmmc": dataset.data_domain,
        "fbrq": view.when(dataset.pub_date, "ms_string"),
        "gxrq": view.when(dataset.data_modified, "ms_string"),
        "kflx": code(OPEN, dataset.open_type, "03", "99"),
        "gxzq": code(CYCLE, dataset.update_cycle, "07", "99"),
        "sjl": dataset.total_records,
        "sjhm": dataset.contact_phone,
        "xxzymc": dataset.notes,
        "zygs": view.formats((f for f in dataset.formats if f != "api"), "backslash"),
        **view.counters(llsl=dataset.views, sqsl=dataset.downloads),
    }
    return json_response({"data": {**view.record(fields), "mlbqmcList": list(dataset.tags)}})


FAMILY = Family(
    key="K",
    title="市级公共数据开放网关",
    routes=(
        Route("POST", "/exchangeopengateway/v1.0/mh/sjml/getMlxxList", "list", _list),
        Route("GET", "/exchangeopengateway/v1.0/(mh/)?mlxx/getSjmlxq", "detail", _detail),
    ),
    name=lambda position: f"{PREFIX}{position + 1:06d}",
    position=lambda ident: int(ident.removeprefix(PREFIX)) - 1,
    ident=lambda request: request.query.get("mlbh", ""),
)
