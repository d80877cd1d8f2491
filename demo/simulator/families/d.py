"""D: Beijing.  POST form list of addresses; the detail is a page of lines "label：value"."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from demo.model import CYCLE_ZH, OPEN_ZH
from demo.simulator.family import Family, Route, code, file_url, tags
from demo.simulator.pages import links, page
from demo.simulator.view import View
from demo.simulator.wire import Request, Response, html_response, json_response, number


def _list(request: Request, view: View) -> Response:
    form = request.form
    size = number(form.get("pageSize"), 10)
    items = view.page(number(form.get("curPage"), 1), size)
    docs = [{"url": f"{request.base}/zyml/ajg/{item.ident}.htm"} for item in items]
    return json_response({"page": {"countPage": view.pages(size)}, "object": {"docs": docs}})


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    lines = {
        "资源名称": dataset.title,
        "资源出版日期": view.when(dataset.pub_date, "date"),
        "资源更新日期": view.when(dataset.data_modified, "local"),
        "资源分类": dataset.theme,
        "摘要": dataset.notes,
        "资源所有权单位": dataset.department.title,
        "关键字说明": tags(dataset),
        "资源类型": view.formats(dataset.formats, "comma"),
        "更新周期": code(CYCLE_ZH, dataset.update_cycle, "", "每十五日"),
        "开放类型": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "资源记录数": dataset.total_records,
    }
    text = "\n".join(
        f"<p>{label}：{escape(str(value))}</p>"
        for label, value in lines.items()
        if value is not None
    )
    files = links((file.name, file_url(request, item, file)) for file in dataset.files)
    body = (
        f'<div id="zydtCont1"><div class="sjdetails_cardmain_frame">\n{text}\n</div></div>{files}'
    )
    return html_response(page(dataset.title, body))


FAMILY = Family(
    key="D",
    title="北京市公共数据开放平台",
    routes=(
        Route("POST", "/cms/web/search", "list", _list),
        Route("GET", r"/zyml/ajg/[0-9A-Za-z/]+\.htm", "detail", _detail),
    ),
    ident=lambda request: urlsplit(request.path).path.split("/ajg/", 1)[1].removesuffix(".htm"),
)
