"""G: Inspur odweb (Yinchuan, Urumqi, Changzhi, Wuxi; Harbin and Foshan in 2018).

POST form with ``start`` and ``length`` for pages; everything, numbers too, is text.
"""

from __future__ import annotations

from html import escape
from typing import Any

from demo.model import CYCLE_ZH, OPEN_ZH
from demo.simulator.family import Family, Route, code, file_url
from demo.simulator.pages import links, page
from demo.simulator.view import Item, View
from demo.simulator.wire import Refused, Request, Response, html_response, json_response, number

#: As Foshan and Harbin used it; no code for every ten days or irregular but 1, 自定义.
CYCLE = {
    "realtime": "8",
    "daily": "2",
    "weekly": "3",
    "monthly": "4",
    "quarterly": "5",
    "halfyearly": "6",
    "yearly": "7",
}


def _asked(request: Request) -> dict[str, str]:
    return {**request.query, **request.form}


def _catalogue(request: Request, view: View) -> Response:
    asked = _asked(request)
    if asked.get("method") != "GetCatalog":
        raise Refused(404, f"no such method: {asked.get('method')}")
    items = view.window(number(asked.get("start"), 0), number(asked.get("length"), 6))
    rows = [view.record(_row(item, view)) for item in items]
    return json_response({**view.total("recordsTotal"), "data": rows})


def _row(item: Item, view: View) -> dict[str, Any]:
    dataset = item.dataset
    counters = view.counters(
        use_file_count=dataset.downloads, use_visit=dataset.views, use_task_count=0
    )
    return {
        "cata_id": item.ident,
        "cata_title": dataset.title,
        "description": dataset.notes,
        "org_name": dataset.department.title,
        "group_name": _groups(item),
        "open_type": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "update_cycle": code(CYCLE, dataset.update_cycle, "1", "99"),
        "use_type": _uses(item),
        "cata_tags": ",".join(dataset.tags),
        "released_time": view.when(dataset.pub_date, "local"),
        "update_time": view.when(dataset.data_modified, "local"),
        "data_count": "" if dataset.total_records is None else str(dataset.total_records),
        "file_count": str(len(dataset.files)),
        "api_count": str(len(dataset.apis)),
        **{name: str(value) for name, value in counters.items()},
        "use_grade": dataset.raw.get("评分人数", "0.0"),
        "use_points": dataset.raw.get("评分总数", "0"),
        "use_scores": dataset.raw.get("平均评分", "0"),
    }


def _groups(item: Item) -> str:
    """``<tree>-<node>:<order>:<name>`` for the theme and the industry."""
    dataset = item.dataset
    return f"zt-1:1:{dataset.data_domain},hy-2:2:{dataset.industry_name}"


def _uses(item: Item) -> str:
    """1 dataset, 2 files, 3 services, 4 map."""
    dataset = item.dataset
    if "数据格式" in dataset.raw:
        names = {"数据集": "1", "文件集": "2", "API服务": "3", "地图": "4"}
        return ",".join(names[name] for name in dataset.raw["数据格式"].split())
    wanted = (True, bool(dataset.files), bool(dataset.apis), "geojson" in dataset.formats)
    return ",".join(str(n) for n, given in enumerate(wanted, 1) if given)


def _downloads(request: Request, view: View) -> Response:
    asked = _asked(request)
    if asked.get("method") != "GetDownLoadInfo":
        raise Refused(404, f"no such method: {asked.get('method')}")
    item = FAMILY.find(view, request)
    rows = [
        {
            "fileId": f"{item.position}-{order}",
            "fileName": f"{file.title}.{file.format}",
            "dataCount": str(file.rows or item.dataset.total_records or 0),
        }
        for order, file in enumerate(item.dataset.files)
    ]
    return json_response({"data": rows})


def _download(request: Request, view: View) -> Response:
    position, _, order = request.query.get("fileId", "").partition("-")
    item = view.at(int(position)) if position.isdigit() else None
    if item is None or not order.isdigit() or int(order) >= len(item.dataset.files):
        raise Refused(404, f"no such file: {request.query.get('fileId')}")
    target = file_url(request, item, item.dataset.files[int(order)])
    return Response(b"", "text/html", 302, {"Location": target})


def _page(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    row = _row(item, view)
    cycle = code(CYCLE_ZH, item.dataset.update_cycle, "自定义", "每十五日")
    shown = {
        "来源部门": row["org_name"],
        "开放状态": row["open_type"],
        "更新频率": cycle,
        "发布时间": row["released_time"],
        "最后更新": row["update_time"],
        "标签": row["cata_tags"],
        "简介": row["description"],
    }
    lines = "".join(
        f'<div class="row"><div>{label}</div><div>{escape(str(value or ""))}</div></div>'
        for label, value in shown.items()
    )
    targets = (
        (
            file.name,
            f"CatalogDetailDownload.do?method=getFileDownloadAddr&fileId={item.position}-{n}",
        )
        for n, file in enumerate(item.dataset.files)
    )
    title = escape(item.dataset.title or "")
    return html_response(page(title, f"<h1>{title}</h1>{lines}{links(targets)}"))


FAMILY = Family(
    key="G",
    title="浪潮政务数据开放平台（odweb）",
    routes=(
        Route("POST", "/odweb/catalog/catalog.do", "list", _catalogue),
        Route("POST", "/odweb/catalog/catalogDetail.do", "detail", _downloads),
        Route("GET", "/odweb/catalog/catalogDetail.htm", "page", _page),
        Route("GET", "/odweb/catalog/[Cc]atalogDetail(Download)?.do", "file", _download),
    ),
    ident=lambda request: _asked(request).get("cata_id", ""),
    empty={"data": []},
    error={"errorCode": "500", "errorMsg": "系统繁忙，请稍后再试"},
)
