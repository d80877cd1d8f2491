"""A dataset's place in the three-level catalogue: its elements' codes, its home, its own code."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.navl.dictization_functions import DataError
from ckan.logic.converters import convert_to_extras
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.govopen.adapters import catalogue, elements, nodes
from ckanext.govopen.domain.visibility import OPEN_STATES

from ._common import either, given, stored_extra

UNCLASSIFIED = "unclassified"


def govopen_place(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Give a dataset that has no other fault what the catalogue assigns.

    Nothing is assigned to a faulty one, so that a form sent five times uses up one number, nor
    when the caller only wants to know of faults (``context["govopen_dry"]``).
    """
    faulty = any(errors.values()) or not given(data, "owner_org")
    if faulty or context.get("govopen_dry"):
        return
    org = catalogue.department(str(given(data, "owner_org")))
    if org is None:
        raise DataError(f"department {given(data, 'owner_org')} is not there")
    _link_elements(data)
    home = _home(org, data, errors, context)
    if home is None:
        return
    _set(data, errors, context, "subcatalogue", home)
    if not given(data, "res_code"):
        code = stored_extra(data, context, "res_code")
        code = code or catalogue.next_resource_codes(home)[0]
        _set(data, errors, context, "res_code", code)


def govopen_stored_only(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Keep what is stored whatever is sent: the field is written by the catalogue alone."""
    data[key] = stored_extra(data, context, str(key[-1])) or tk.missing


def _link_elements(data: FlattenDataDict) -> None:
    numbers = sorted({flat[1] for flat in data if len(flat) == 3 and flat[0] == "elements"})
    fields = ("name", "type", "standard_code", *elements.DESCRIBING)
    rows = [{name: given(data, "elements", n, name) or "" for name in fields} for n in numbers]
    public = given(data, "grade") == "public" and given(data, "status") in OPEN_STATES
    for number, row in zip(numbers, elements.resolve(rows, public=public), strict=True):
        if row.get("element_code"):
            data["elements", number, "element_code"] = row["element_code"]


def _home(
    org: model.Group, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> str | None:
    """Code of the dataset's sub-catalogue; None when the one given is another department's."""
    theme, chosen = str(given(data, "theme") or ""), given(data, "subcatalogue")
    if not chosen:
        return catalogue.ensure_home(org, theme).code
    node = nodes.standing(str(chosen))
    if node is not None and node.concept_code == UNCLASSIFIED and theme:
        return catalogue.ensure_home(org, theme).code
    if node is None or str(chosen) == stored_extra(data, context, "subcatalogue"):
        return str(chosen)
    place = nodes.path(catalogue.ensure_catalogue(org).id)
    keeper = [each for each in nodes.path(node.id) if each.level == "catalogue"][-1]
    if keeper in place:
        return node.code
    zh = f"子目录“{node.title}”属于“{keeper.title}”，请选择本部门目录下的子目录或留空"
    en = (
        f"The sub-catalogue “{node.title}” belongs to “{keeper.title}”; "
        "choose one of the department's catalogue or leave it empty"
    )
    errors["subcatalogue",] = [either(zh, en)]
    return None


def _set(
    data: FlattenDataDict, errors: FlattenErrorDict, context: Context, field: str, value: str
) -> None:
    """Put ``value`` where CKAN looks for a field kept as an extra, replacing another."""
    if given(data, field) == value:
        return
    data[field,] = value
    for flat, each in data.items():
        if len(flat) == 3 and flat[0] == "extras" and flat[2] == "key" and each == field:
            data["extras", flat[1], "value"] = value
            return
    convert_to_extras((field,), data, errors, context)
