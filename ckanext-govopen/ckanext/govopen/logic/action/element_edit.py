"""Edits of the element registry by the catalogue authority."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.govopen.adapters import element_uses, elements
from ckanext.govopen.adapters.reindex import reindex
from ckanext.govopen.domain.element import name_key
from ckanext.govopen.logic.refusal import all_or_nothing
from ckanext.govopen.logic.schema import element as schema
from ckanext.govopen.model import Element
from govopen_common.problem import Problem, Rejected


@tk.validate_action_data(schema.govopen_element_create)
def govopen_element_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Register an element; its code is assigned.

    :param name, name_en, definition, type, length, precision, value_domain, sensitivity,
        standard_code: what describes it; only the name is required
    :param state: ``registered`` (default) or ``candidate``
    """
    tk.check_access("govopen_element_create", context, data_dict)
    with all_or_nothing():
        _insist_on_name(data_dict["name"], data_dict["type"], None)
        fields = {name: data_dict[name] for name in schema.govopen_element_create()}
        element = Element(**fields, code=elements.next_code(), name_key=name_key(data_dict["name"]))
        model.Session.add(element)
        model.Session.commit()
    elements.changed()
    return _show(context, element.code)


@tk.validate_action_data(schema.govopen_element_update)
def govopen_element_update(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change what describes an element, or register a candidate; its code stays.

    :param id: id or code; other parameters as for creation, those not sent stay as they are
    """
    tk.check_access("govopen_element_update", context, data_dict)
    element = _get(data_dict.pop("id"), "id")
    with all_or_nothing():
        for name, value in data_dict.items():
            setattr(element, name, value)
        element.name_key = name_key(element.name)
        _insist_on_name(element.name, element.type, element.code)
        model.Session.commit()
    elements.changed()
    return _show(context, element.code)


@tk.validate_action_data(schema.govopen_element_merge)
def govopen_element_merge(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make one element of two: datasets of ``id`` use ``into`` from now on, and so do new ones.

    :param id: id or code of the element that goes; its code answers for the other from now on
    :param into: id or code of the element that stays
    """
    tk.check_access("govopen_element_merge", context, data_dict)
    element, into = _get(data_dict["id"], "id"), _get(data_dict["into"], "into")
    with all_or_nothing():
        if element.code == into.code:
            zh, en = "请选择另一个数据元", "choose another element"
            raise Rejected(Problem("into", "same", zh, en))
        element.state, element.merged_into = "merged", into.code
        changed = element_uses.replace(element.code, into.code)
        model.Session.commit()
    model.Session.expire_all()
    elements.changed()
    reindex(changed)
    return _show(context, data_dict["into"])


def _get(reference: str, field: str) -> Element:
    element = Element.get(reference)
    if element is None and field == "id":
        raise tk.ObjectNotFound(tk._("Data element not found: {}").format(reference))
    if element is None or element.state == "merged":
        raise tk.ValidationError({field: [tk._("Choose an element that is in use")]})
    return element


def _insist_on_name(name: str, kind: str, own_code: str | None) -> None:
    """Refuse a name without letters, or a name and type that another element has."""
    if not name_key(name):
        zh, en = "名称须有文字", "the name needs letters"
        raise Rejected(Problem("name", "name", zh, en))
    with model.Session.no_autoflush:
        twins = model.Session.query(Element).filter_by(name_key=name_key(name), type=kind)
        twin = next((each for each in twins if each.code != own_code), None)
    if twin is not None:
        zh = f"同名同类型的数据元 {twin.code} 已存在，请直接使用或合并"
        en = f"{twin.code} has this name and type; use it, or merge the two"
        raise Rejected(Problem("name", "element_twice", zh, en))


def _show(context: Context, code: str) -> dict[str, Any]:
    return tk.get_action("govopen_element_show")(tk.fresh_context(context), {"id": code})
