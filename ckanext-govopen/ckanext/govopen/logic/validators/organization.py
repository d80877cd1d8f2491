"""What links departments with each other and with their datasets."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.govopen.adapters import catalogue

from ._common import either, given

MAX_DEPTH = 12


def govopen_parent_org(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Store the name of an existing department that is not below this one."""
    parent = model.Group.get(str(data[key]).strip())
    if parent is None or not parent.is_organization:
        zh = "没有这个上级部门，请填写其网址标识"
        en = "There is no such department; give its URL name"
        raise tk.Invalid(either(zh, en))
    data[key] = parent.name
    own = given(data, "id")
    above: model.Group | None = parent
    for _ in range(MAX_DEPTH):
        if above is None:
            return
        if own and own in (above.id, above.name):
            break
        above = model.Group.get(above.extras.get("parent_org") or "")
    zh = "上级部门不能是本部门或其下级"
    en = "A department cannot be below itself"
    raise tk.Invalid(either(zh, en))


def govopen_owner_org(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """As CKAN's ``owner_org_validator``, which has nothing to ask when the catalogue itself writes
    into one of the departments in ``context["govopen_departments"]``, by id.
    """
    known = context.get("ignore_auth") and data[key] in context.get("govopen_departments", ())
    if not known:
        tk.get_validator("owner_org_validator")(key, data, errors, context)


def govopen_fill_from_department(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Take the provider's code and the division from the department when they are not given."""
    org = given(data, "owner_org")
    if not org:
        return
    if not given(data, "provider_uscc"):
        data[("provider_uscc",)] = catalogue.org_uscc(str(org)) or tk.missing
    if not given(data, "division_code"):
        data[("division_code",)] = catalogue.org_division(str(org)) or tk.missing
