"""F: Zhejiang and five cities (jdop_front).  POST form; HTML inside JSON; HTML detail."""

from __future__ import annotations

from html import escape

from demo.model import CYCLE_ZH, OPEN_ZH
from demo.simulator.family import Family, Route, code, file_url, serial_position, tags
from demo.simulator.pages import links, page
from demo.simulator.view import View
from demo.simulator.wire import Request, Response, html_response, json_response, number


def _list(request: Request, view: View) -> Response:
    form = request.form
    items = view.page(number(form.get("pageNumber"), 1), number(form.get("pageSize"), 10))
    parts = [
        f"<div class='search_result'><a href='../detail/data.do?iid={item.ident}'>"
        f"{escape(item.dataset.title or '')}</a></div>"
        for item in items
    ]
    parts += [f"<span class='onColor'>{total}</span>" for total in view.total("n").values()]
    return json_response({"data": "".join(parts)})


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    rows = {
        "摘要": dataset.notes,
        "标签": tags(dataset),
        "更新周期": code(CYCLE_ZH, dataset.update_cycle, "", "每十五日"),
        "数源单位": dataset.department.title,
        "数据领域": dataset.data_domain,
        "行业分类": dataset.industry_name,
        "发布日期": view.when(dataset.pub_date, "date"),
        "更新日期": view.when(dataset.data_modified, "date"),
        "开放条件": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "联系方式": dataset.contact_phone,
        "资源格式": view.formats(dataset.formats, "comma"),
        "数据量": dataset.total_records,
    }
    cells = [
        f"<td>{label}：</td><td>{escape(str(value))}</td>"
        for label, value in rows.items()
        if value is not None
    ]
    table = "".join(f"<tr>{''.join(cells[i : i + 2])}</tr>" for i in range(0, len(cells), 2))
    files = links((file.name, file_url(request, item, file)) for file in dataset.files)
    title = f'<span class="sjxqTit1">{escape(dataset.title or "")}</span>'
    return html_response(
        page(dataset.title, f'{title}<div class="box1"><table>{table}</table></div>{files}')
    )


FAMILY = Family(
    key="F",
    title="浙江省数据开放平台",
    routes=(
        Route("POST", "/jdop_front/channal/datapubliclist.do", "list", _list),
        Route("GET", "/jdop_front/detail/data.do", "detail", _detail),
    ),
    name=lambda position: str(position + 1),
    position=serial_position,
    ident=lambda request: request.query.get("iid", ""),
)
