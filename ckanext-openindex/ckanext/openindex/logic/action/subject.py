"""What an action is asked about: a dataset, a department, a division, or the whole."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.openindex.adapters import figures, methodologies
from ckanext.openindex.adapters.figures import Found
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.rollup import ROOT


def methodology(data_dict: dict[str, Any]) -> Methodology:
    """The version that was asked for, else the one that is shown. Raises ObjectNotFound."""
    version = data_dict["version"]
    found = methodologies.of_version(version) if version else methodologies.shown()
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such version of the methodology."))
    return found


def named(context: Context, data_dict: dict[str, Any]) -> tuple[str, str]:
    """Kind (``dataset`` or ``node``) and id of what was asked for.

    Raises ObjectNotFound, the same for a dataset that the reader may not see as for none.
    """
    given, kind = data_dict["id"], data_dict["kind"]
    if kind == "dataset":
        package = model.Package.get(given)
        if package is None or not may_see(context, package):
            raise nothing()
        return "dataset", package.id
    if kind == "organization":
        group = model.Group.get(given)
        if group is None or not group.is_organization or group.state != "active":
            raise nothing()
        return "node", group.id
    return "node", given or ROOT


def find(context: Context, data_dict: dict[str, Any], by: Methodology) -> Found:
    """The figure that was asked for. Raises ObjectNotFound."""
    kind, one = named(context, data_dict)
    found = figures.dataset(by, one) if kind == "dataset" else figures.node(by, one)
    if found is None:
        raise nothing()
    return found


def nothing() -> tk.ObjectNotFound:
    """What is said of everything that is not there, or not for this reader."""
    return tk.ObjectNotFound(tk._("The index knows nothing of this."))


def may_see(context: Context, package: model.Package) -> bool:
    """Whether whoever calls may see a dataset."""
    kept = ("user", "auth_user_obj", "ignore_auth")
    reader: Any = {key: context[key] for key in kept if key in context}
    try:
        tk.check_access("package_show", {**reader, "package": package}, {"id": package.id})
    except tk.NotAuthorized:
        return False
    return True
