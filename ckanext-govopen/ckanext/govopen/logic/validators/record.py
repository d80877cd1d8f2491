"""Fields that the catalogue looks after: code, place, grade, status and CKAN's private flag."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.govopen.adapters import catalogue, harvested
from ckanext.govopen.domain.visibility import OPEN_STATES, is_private
from ckanext.govopen.logic.auth.publication import may_approve

from ._common import either, given, stored, stored_extra


def govopen_keep(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Keep what is stored when the field is not sent at all, as by a form that does not show it."""
    if given(data, *key) is None and (kept := stored_extra(data, context, str(key[-1]))):
        data[key] = kept


def govopen_grade(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Never loosen a grade by leaving it out; a new dataset is public unless it says otherwise."""
    if not given(data, *key):
        data[key] = stored_extra(data, context, "grade") or "public"


def govopen_status(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """A dataset that is harvested is published as it arrives, one of a form begins as a draft.

    Only the department's approver opens one: an editor who sends an open status is refused.
    """
    old = stored_extra(data, context, "status")
    if not given(data, *key):
        data[key] = old or ("published" if _arrives(data, context) else "draft")
    if context.get("ignore_auth") or data[key] not in OPEN_STATES or old in OPEN_STATES:
        return
    if not may_approve(context.get("user"), given(data, "owner_org")):
        zh = "只有本部门审核员可以发布，请先存为草稿再提交审核"
        en = "Only the department's approver may publish; save a draft and submit it"
        raise tk.Invalid(either(zh, en))


def _arrives(data: FlattenDataDict, context: Context) -> bool:
    """Whether the dataset is harvested: by ours, which names its source, or by another harvester.

    Those write past all permissions, which no request of a user does, and have noted the dataset
    on their harvest object before.
    """
    if given(data, "source_id"):
        return True
    return bool(context.get("ignore_auth")) and harvested.is_noted(given(data, "id"))


def govopen_res_code(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """A resource code is nobody else's, and fixed once the dataset has been published.

    Codes that the catalogue has just reserved, or knows to be free
    (``context["govopen_reserved"]``, a set), are not looked up.
    """
    code, old = str(data[key]), stored_extra(data, context, "res_code")
    if code == old:
        return
    if old and stored_extra(data, context, "status") in OPEN_STATES:
        zh = f"已发布数据的资源代码不能更改，请恢复为 {old}"
        en = f"The resource code of a published dataset is fixed; set it back to {old}"
        raise tk.Invalid(either(zh, en))
    if code in context.get("govopen_reserved", ()):
        return
    package = stored(data, context)
    if catalogue.res_code_owner(code) not in (None, package and package.id):
        zh = f"资源代码 {code} 已被使用，请留空由系统赋码"
        en = f"The resource code {code} is in use; leave it empty to be given one"
        raise tk.Invalid(either(zh, en))


def govopen_subcatalogue(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """The code of an existing sub-catalogue that is in use; its id is understood too."""
    code = str(data[key]).strip()
    if code == stored_extra(data, context, "subcatalogue"):
        return
    node = catalogue.node_by_code(code)
    if node is None or node.level != "subcatalogue":
        zh = f"没有代码为 {code[:64]} 的子目录，请核对或留空"
        en = f"There is no sub-catalogue with the code {code[:64]}; correct it or leave it empty"
        raise tk.Invalid(either(zh, en))
    if node.state != "active":
        zh = f"子目录“{node.title}”已停用，请另选"
        en = f"The sub-catalogue “{node.title}” is retired; choose another"
        raise tk.Invalid(either(zh, en))
    data[key] = node.code


def govopen_private(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Set CKAN's own ``private`` from grade and status, so that its SQL exits skip the dataset."""
    grade, status = str(given(data, "grade")), str(given(data, "status"))
    data[("private",)] = is_private(grade, status)
