"""M: the catalogue of a sharing platform on the intranet, with data elements.

POST JSON list, GET detail, and the tabs of the detail page: items, files, services.
The platform lists everything it knows, of every grade.
"""

from __future__ import annotations

from typing import Any

from demo.files import columns
from demo.model import (
    CYCLE_ZH,
    GRADE_ZH,
    MODE_CLASS_ZH,
    MODE_TYPE_ZH,
    OPEN_ZH,
    SENSITIVITY_ZH,
    SHARE_ZH,
    TYPE_ZH,
    ElementUse,
)
from demo.simulator.family import BUSY, Family, Route, api_url, code, file_url, serial_position
from demo.simulator.view import Item, View
from demo.simulator.wire import Refused, Request, Response, json_response, number

#: Items carry the codes of Chengdu 2017 (national style), records carry words.
ITEM_CYCLE = {
    "realtime": "9",
    "hourly": "8",
    "daily": "7",
    "weekly": "6",
    "tenday": "5",
    "monthly": "4",
    "quarterly": "3",
    "halfyearly": "2",
    "yearly": "1",
    "irregular": "10",
}
ITEM_TYPE = {"unconditional": "1", "conditional": "2", "none": "3"}
#: Class and type; the 2017 guide has neither CSV nor JSON, so the province's extension is used.
FORMAT_TYPE = {
    "xlsx": "电子表格-xlsx",
    "csv": "开放数据格式-csv",
    "json": "开放数据格式-json",
    "geojson": "开放数据格式-geojson",
    "": "数据库-mysql",
}


def _ok(result: Any) -> Response:
    return json_response({"status": "OK", "message": "", "result": result})


def _page(
    view: View, rows: list[Any], total: dict[str, Any], page: int, size: int, count: int
) -> dict[str, Any]:
    return {
        "records": rows,
        **total,
        "size": size,
        "pages": -(-count // max(1, size)),
        "current": page,
    }


def _list(request: Request, view: View) -> Response:
    asked = request.json
    page, size = number(asked.get("page"), 1), number(asked.get("pageSize"), 10)
    rows = [view.record(_row(item, view)) for item in view.page(page, size)]
    return _ok(_page(view, rows, view.total("total"), page, size, len(view.positions)))


def _row(item: Item, view: View) -> dict[str, Any]:
    dataset = item.dataset
    return {
        "id": _id(item),
        "cata_code": dataset.code,
        "name": dataset.title,
        "remark": dataset.notes,
        "area": dataset.division_code,
        "institution_name": dataset.department.title,
        "dept_name": dataset.provider_unit,
        "share_type": code(SHARE_ZH, dataset.share_type, "", "协议共享"),
        "is_open_soc": code(OPEN_ZH, dataset.open_type, "", "限时开放"),
        "update_time": view.when(dataset.data_modified, "local"),
        "publish_status": "已撤销" if dataset.withdrawn else "已发布",
    }


def _id(item: Item) -> int | str:
    return int(item.ident) if item.ident.isdigit() else item.ident


def _detail(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    return _ok(view.record(_fields(item, view, request)))


def _fields(item: Item, view: View, request: Request) -> dict[str, Any]:
    dataset, department = item.dataset, item.dataset.department
    return {
        **_row(item, view),
        "code": dataset.code,
        "cata_classic": dataset.theme,
        "institution_code": department.uscc,
        "dept_code": department.key,
        "short_name": department.short_names[0] if department.short_names else department.title,
        "info_type": "1",
        "info_format_type": FORMAT_TYPE.get(
            dataset.formats[0] if dataset.formats else "", "数据库-其他"
        ),
        "share_condition": dataset.no_share_basis or dataset.share_condition,
        "share_mode_classify": code(MODE_CLASS_ZH, dataset.share_mode_class, "", ""),
        "share_mode_type": code(MODE_TYPE_ZH, dataset.share_mode_type, "", ""),
        "open_condition": dataset.no_open_basis or dataset.open_condition,
        "update_cycle": code(CYCLE_ZH, dataset.update_cycle, "", "每十五日"),
        "create_time": view.when(dataset.pub_date, "date"),
        "insert_time": view.when(dataset.data_modified, "ms"),
        "synch_status": "已同步",
        "recorde_total": dataset.total_records,
        **view.counters(view_count=dataset.views, download_count=dataset.downloads),
        "attention_count": (dataset.views or 0) // 40,
        "linkman": dataset.contact_name,
        "telephone": dataset.contact_phone,
        "email": dataset.contact_email,
        **_provincial(item, view),
        "cataInfoItemList": _items(item),
        "resFileList": _files(item, view, request),
        "resApiList": _apis(item, request),
    }


def _provincial(item: Item, view: View) -> dict[str, Any]:
    """What a provincial platform adds to the core: grade, classes, census, coverage."""
    dataset = item.dataset
    return {
        "data_grade": GRADE_ZH.get(dataset.grade, dataset.grade),
        "data_domain": dataset.data_domain,
        "industry_code": dataset.industry,
        "service_name": dataset.service,
        "catalog_tag": ",".join(dataset.tags),
        "total_storage": dataset.total_storage,
        "shared_storage": dataset.shared_storage,
        "opened_storage": dataset.opened_storage,
        "shared_records": dataset.shared_records,
        "opened_records": dataset.opened_records,
        "relation_codes": ",".join(dataset.related_codes),
        "spatial_range": dataset.spatial_text,
        "spatial_bbox": list(dataset.bbox) if dataset.bbox else None,
        "time_start": view.when(dataset.temporal_start, "date"),
        "time_end": view.when(dataset.temporal_end, "date"),
    }


def _items(item: Item) -> list[dict[str, Any]]:
    return [_item(use, order) for order, use in enumerate(item.dataset.elements, 1)]


def _item(use: ElementUse, order: int) -> dict[str, Any]:
    element = use.element
    return {
        "itemName": element.name,
        "itemMark": element.mark,
        "itemType": TYPE_ZH.get(element.type, element.type),
        "itemLength": "" if element.length is None else str(element.length),
        "itemPrecision": "" if element.precision is None else str(element.precision),
        "itemDesc": element.definition,
        "valueRange": element.value_domain,
        "standardCode": element.standard_code,
        "isKey": "1" if use.is_key else "0",
        "isNull": "1" if use.nullable else "0",
        "updateCycle": code(ITEM_CYCLE, use.update_cycle, "11", "99"),
        "shareType": code(ITEM_TYPE, use.share_type, "", "9"),
        "shareCondition": use.share_condition,
        "isOpenSoc": code(ITEM_TYPE, use.open_type, "", "9"),
        "openCondition": use.open_condition,
        "dataSenMark": SENSITIVITY_ZH[element.sensitivity],
        "isDesen": "1" if element.sensitivity == "personal" else "0",
        "desenWay": "掩码" if element.sensitivity == "personal" else "",
        "orderNum": order,
    }


def _files(item: Item, view: View, request: Request) -> list[dict[str, Any]]:
    return [
        {
            "id": item.position * 10 + order,
            "name": f"{file.title}.{file.format}",
            "fileFormat": file.format,
            "fileSize": len(view.content(item.dataset, file)),
            "description": f"共{file.rows}条，{len(columns(item.dataset))}个信息项",
            "publish_date": view.when(item.dataset.data_modified, "date"),
            "fileUrl": file_url(request, item, file),
        }
        for order, file in enumerate(item.dataset.files)
    ]


def _apis(item: Item, request: Request) -> list[dict[str, Any]]:
    return [
        {"id": item.position, "name": api.name, "apiUrl": api_url(request, item), "method": "GET"}
        for api in item.dataset.apis
    ]


def _item_page(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    page, size = number(request.query.get("page"), 1), number(request.query.get("pageSize"), 10)
    rows = _items(item)
    shown = rows[(page - 1) * size : page * size]
    return _ok(_page(view, shown, {"total": len(rows)}, page, size, len(rows)))


def _tab(request: Request, view: View) -> Response:
    item = FAMILY.find(view, request)
    kind = request.query.get("type", "")
    if kind == "data":
        return _ok(_files(item, view, request))
    if kind == "api":
        return _ok(_apis(item, request))
    raise Refused(400, f"type must be data or api, not {kind!r}")


FAMILY = Family(
    key="M",
    title="政务数据共享平台目录",
    routes=(
        Route("POST", "/api/resdoc/getCataList", "list", _list),
        Route("GET", "/api/resdoc/getDataDetail", "detail", _detail),
        Route("GET", "/api/resdoc/getItemList", "detail", _item_page),
        Route("GET", "/api/resdoc/getResById", "detail", _tab),
    ),
    name=lambda position: str(position + 1),
    position=serial_position,
    ident=lambda request: request.query.get("id") or request.query.get("cataId", ""),
    open_only=False,
    empty={"status": "OK", "message": "", "result": {}},
    error={"status": "ERROR", "message": BUSY, "result": None},
)
