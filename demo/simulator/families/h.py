"""H: Inspur oportal and portal (Sichuan, Shandong, Liaoning, Guangxi ...): HTML throughout.

The list has no total: pages end when there are no more titles.
"""

from __future__ import annotations

from html import escape

from demo.model import CYCLE_ZH, OPEN_ZH
from demo.simulator.family import Family, Route, code, file_url, tags
from demo.simulator.pages import links, page
from demo.simulator.view import Item, View
from demo.simulator.wire import Request, Response, html_response, number

SIZE = 10


def _index(request: Request, view: View) -> Response:
    items = view.page(number(request.query.get("page"), 1), SIZE)
    entries = "\n".join(_entry(item, request) for item in items)
    body = f'<div class="bottom-content"><ul>\n{entries}\n</ul></div>'
    return html_response(page("数据目录", body))


def _entry(item: Item, request: Request) -> str:
    kinds = "".join(f"<li>{'接口' if f == 'api' else f.upper()}</li>" for f in item.dataset.formats)
    return (
        f'<li><div class="cata-title"><a href="/{request.mount}/oportal/catalog/{item.ident}">'
        f"{escape(item.dataset.title or '')}</a></div>"
        f'<div class="file-type"><ul>{kinds}</ul></div></li>'
    )


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    dataset = item.dataset
    shown = {
        "来源部门": dataset.department.title,
        "重点领域": dataset.data_domain,
        "发布时间": view.when(dataset.pub_date, "date"),
        "更新时间": view.when(dataset.data_modified, "date"),
        "开放类型": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
    }
    table = {
        "数据量": dataset.total_records,
        "文件数": len(dataset.files),
        "所属行业": dataset.industry_name,
        "更新频率": code(CYCLE_ZH, dataset.update_cycle, "", "每十五日"),
        "部门电话": dataset.contact_phone,
        "部门邮箱": dataset.contact_email,
        "标签": tags(dataset),
        "描述": dataset.notes,
    }
    title = escape(dataset.title or "")
    body = "\n".join(
        [
            f'<input type="hidden" id="cata_id" value="{item.ident}">',
            f'<input type="hidden" id="cata_name" value="{title}">',
            f'<ul class="d-title pull-left"><h4>{title}</h4></ul>',
            '<ul class="list-inline">',
            *(
                f'<li>{label}：<span class="text-primary">{escape(str(value or ""))}</span></li>'
                for label, value in shown.items()
            ),
            '</ul><li name="basicinfo"><table>',
            *(
                f"<tr><td>{k}</td><td>{escape(str(v if v is not None else ''))}</td></tr>"
                for k, v in table.items()
            ),
            "</table></li>",
            _elements(item),
            links(
                (
                    f.name,
                    f"/{request.mount}/oportal/catalog/download?cataId={item.ident}&cataName={title}&idInRc={n}",
                )
                for n, f in enumerate(dataset.files)
            ),
        ]
    )
    return html_response(page(dataset.title, body))


def _elements(item: Item) -> str:
    rows = "".join(
        f"<tr><td>{use.element.mark}</td><td>{escape(use.element.name)}</td>"
        f"<td>{use.element.type}</td><td>{escape(use.element.definition)}</td></tr>"
        for use in item.dataset.elements
    )
    head = "<tr><th>英文信息项名</th><th>中文信息项名</th><th>数据类型</th><th>中文描述</th></tr>"
    return f'<li name="iteminfo"><table>{head}{rows}</table></li>'


def _download(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    order = number(request.query.get("idInRc"), 0)
    target = file_url(request, item, item.dataset.files[order])
    return Response(b"", "text/html", 302, {"Location": target})


FAMILY = Family(
    key="H",
    title="浪潮公共数据开放网（oportal）",
    routes=(
        Route("GET", "/oportal/catalog/index", "list", _index),
        Route("GET", "/oportal/catalog/download", "file", _download),
        Route("GET", "/oportal/catalog/[0-9A-Za-z/]+", "detail", _detail),
    ),
    ident=lambda request: request.query.get("cataId") or request.path.split("/catalog/", 1)[1],
)
