"""Data elements (数据元) as the reader sees them.

An element shows when it is registered as a standard, or when a dataset uses it that the reader may
see; the names of a hidden dataset's columns are nowhere listed, completed or counted.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context
from ckanext.govopen.adapters import authority, elements, visibility
from ckanext.govopen.domain.element import name_key
from ckanext.govopen.logic.schema import element as schema
from ckanext.govopen.model import Element


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_element_list)
def govopen_element_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Elements the reader may know.

    :param q: part of the name, or a code or standard code (optional)
    :param type: C N Y D T L M G B I F (optional)
    :param state: ``registered`` or ``candidate`` (optional)
    :param sort: ``use`` (most used first, default), ``name`` or ``code``
    :param limit, offset: the part of the list to give
    :returns: ``{"count", "results", "types": {type: count}}``; each result has ``dataset_count``,
        the number of datasets the reader sees using it
    """
    tk.check_access("govopen_element_list", context, data_dict)
    uses = visibility.visible_facet(context, "element_codes")
    found = _known(context, uses, _matching(data_dict.get("q"), data_dict.get("state")))
    types: dict[str, int] = {}
    for _, kind, _ in found:
        types[kind] = types.get(kind, 0) + 1
    if data_dict.get("type"):
        found = [row for row in found if row[1] == data_dict["type"]]
    if data_dict["sort"] == "use":
        found.sort(key=lambda row: -uses.get(row[0], 0))
    elif data_dict["sort"] == "code":
        found.sort(key=lambda row: row[0])
    start = data_dict["offset"]
    codes = [row[0] for row in found[start : start + data_dict["limit"]]]
    rows = {row.code: row for row in model.Session.scalars(sa.select(Element).where(_in(codes)))}
    results = [{**rows[code].as_dict(), "dataset_count": uses.get(code, 0)} for code in codes]
    return {"count": len(found), "results": results, "types": types}


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_element_show)
def govopen_element_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One element.

    :param id: id or code. A merged element answers with its successor, ``code`` saying which.
    :returns: the element with ``dataset_count`` and ``namesakes``, other elements of its name
    """
    tk.check_access("govopen_element_show", context, data_dict)
    element = elements.standing(data_dict["id"])
    uses = _uses_of(context, element.code) if element else {}
    if element is None or not _known(context, uses, Element.code == element.code):
        raise tk.ObjectNotFound(tk._("Data element not found: {}").format(data_dict["id"]))
    like = sa.and_(Element.name_key == element.name_key, Element.code != element.code)
    others = [row.code for row in model.Session.scalars(sa.select(Element).where(like))]
    if others:
        uses |= _uses_of(context, *others)
    namesakes = _known(context, uses, _in(others))
    return {
        **element.as_dict(),
        "dataset_count": uses.get(element.code, 0),
        "namesakes": [
            {"code": code, "name": name, "type": kind, "dataset_count": uses.get(code, 0)}
            for code, kind, name in namesakes
        ],
    }


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_element_autocomplete)
def govopen_element_autocomplete(
    context: Context, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Elements whose name begins with or contains ``q``, those that begin with it first.

    :param q: what was typed
    :param limit: how many at most (default 10)
    :returns: ``[{"code", "name", "type"}]``
    """
    tk.check_access("govopen_element_autocomplete", context, data_dict)
    uses = visibility.visible_facet(context, "element_codes")
    found = _known(context, uses, _matching(data_dict["q"], None))
    typed = name_key(data_dict["q"])
    found.sort(key=lambda row: (not name_key(row[2]).startswith(typed), -uses.get(row[0], 0)))
    return [
        {"code": code, "name": name, "type": kind}
        for code, kind, name in found[: data_dict["limit"]]
    ]


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_element_datasets)
def govopen_element_datasets(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Datasets that carry an element, of those the reader may see.

    :param id: id, code, or the name of an element: with a name, all elements of that name count
    :param limit, offset: the part of the list to give
    :returns: ``{"count", "results"}`` with datasets as ``package_search`` gives them
    """
    tk.check_access("govopen_element_datasets", context, data_dict)
    element = elements.standing(data_dict["id"])
    if element:
        codes = [element.code]
    else:
        same = Element.name_key == name_key(data_dict["id"])
        codes = list(model.Session.scalars(sa.select(Element.code).where(same)))
    found = {"count": 0, "results": []}
    if codes:
        query = {
            "fq": _fq(codes), "rows": data_dict["limit"], "start": data_dict["offset"],
            "include_private": True, "facet": "false",
        }  # fmt: skip
        reader = visibility.search_context(context)
        found = tk.get_action("package_search")(reader, query)
    known = element is not None and element.state == "registered"
    if not found["count"] and not known and not _sees_all(context):
        raise tk.ObjectNotFound(tk._("Data element not found: {}").format(data_dict["id"]))
    return {"count": found["count"], "results": found["results"]}


def _known(context: Context, uses: dict[str, int], *conditions: Any) -> list[tuple[str, str, str]]:
    """Code, type and name of the elements the reader may know, by name."""
    query = (
        sa.select(Element.code, Element.type, Element.name, Element.state)
        .where(Element.state != "merged", *conditions)
        .order_by(Element.name, Element.code)
    )
    everything = _sees_all(context)
    return [
        (row.code, row.type, row.name)
        for row in model.Session.execute(query)
        if everything or row.state == "registered" or uses.get(row.code)
    ]


def _sees_all(context: Context) -> bool:
    return bool(context.get("ignore_auth")) or authority.is_authority(context.get("user"))


def _matching(q: str | None, state: str | None) -> Any:
    conditions = [sa.true()]
    if q and name_key(q):
        text = q.strip()
        conditions.append(
            sa.or_(
                Element.name_key.contains(name_key(q), autoescape=True),
                Element.name_en.icontains(text, autoescape=True),
                Element.code == text.upper(),
                Element.standard_code == text,
            )
        )
    if state:
        conditions.append(Element.state == state)
    return sa.and_(*conditions)


def _in(codes: list[str]) -> Any:
    return Element.code.in_(codes)


def _uses_of(context: Context, *codes: str) -> dict[str, int]:
    counts = visibility.visible_facet(context, "element_codes", _fq(codes))
    return {code: counts[code] for code in codes if code in counts}


def _fq(codes: Any) -> str:
    return "element_codes:({})".format(" OR ".join(f'"{code}"' for code in codes))
