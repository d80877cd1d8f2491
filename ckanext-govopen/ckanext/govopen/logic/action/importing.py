"""Direct report: a workbook is downloaded, filled and handed in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context
from ckanext.govopen.adapters import excel, excel_write
from ckanext.govopen.adapters.excel_import import Rights, import_workbook
from ckanext.govopen.logic.refusal import refusal
from ckanext.govopen.logic.schema import importing as schema
from govopen_common.problem import Problem, Rejected

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_dataset_template)
def govopen_dataset_template(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The workbook in which a department reports its datasets.

    :returns: ``{"name", "mimetype", "content"}``, content as base64
    """
    tk.check_access("govopen_dataset_template", context, data_dict)
    return _file("数据目录导入模板.xlsx", excel_write.template())


@tk.validate_action_data(schema.govopen_dataset_import)
def govopen_dataset_import(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make datasets of the rows of a workbook; good rows are in, whatever the others are.

    A row with a resource code updates that dataset, one without makes a new one.

    :param upload: the workbook (multipart), or its content as base64 text
    :param organization: name or id of the department of rows that name none (optional)
    :param publish: publish at once, where the user may; else datasets are drafts
    :returns: ``{"created": [ids], "updated": [ids], "unchanged": n, "failed": [{row, number,
        title, problems: [{field, code, zh, en}]}], "workbook": None or {name, mimetype,
        content}}``, where the workbook holds the rows that failed, with the reasons
    """
    tk.check_access("govopen_dataset_import", context, data_dict)
    name, content = _content(data_dict["upload"])
    user = str(context["user"])
    rights = Rights(
        edits=lambda group: _may(group, user, "create_dataset"),
        publishes=lambda group: _may(group, user, "admin"),
    )
    try:
        report = import_workbook(
            content,
            user,
            data_dict.get("organization"),
            rights,
            name,
            publish=data_dict["publish"],
        )
    except Rejected as rejected:
        model.Session.rollback()
        problems = [Problem("upload", p.code, p.zh, p.en) for p in rejected.problems]
        raise refusal(problems) from rejected
    return {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": [
            {
                "row": one.row.line,
                "number": one.row.number,
                "title": one.row.cells.get("title", ""),
                "problems": [problem.as_dict() for problem in one.problems],
            }
            for one in report.failed
        ],
        "workbook": _file(f"未导入-{name}", excel_write.failures(report.failed))
        if report.failed
        else None,
    }


def _may(group: model.Group, user: str, permission: str) -> bool:
    return bool(authz.has_user_permission_for_group_or_org(group.id, user, permission))


def _file(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "mimetype": XLSX, "content": base64.b64encode(content).decode()}


def _content(upload: Any) -> tuple[str, bytes]:
    """Name and bytes of an upload: a file of werkzeug or CKAN, or base64 text."""
    if isinstance(upload, str):
        try:
            return "catalogue.xlsx", base64.b64decode(upload, validate=True)
        except binascii.Error as error:
            zh, en = "内容不是 base64 文本", "the content is not base64 text"
            raise refusal([Problem("upload", "base64", zh, en)]) from error
    stream = getattr(upload, "stream", None) or getattr(upload, "file", upload)
    name = str(getattr(upload, "filename", "") or "catalogue.xlsx")
    return name, stream.read(excel.MAX_BYTES + 1)
