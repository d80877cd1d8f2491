"""What CKAN's own action does to a dataset leaves what came with it from another site."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Action, Context
from ckanext.prov.adapters import statements


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """CKAN's, which drops what it is not given: statements from elsewhere are no field of a form.

    A program that acts without permissions, such as a harvester, says all there is.
    """
    if context.get("ignore_auth"):
        return original(context, data_dict)
    # Held meanwhile, so that CKAN's own action need not read it a second time.
    package = _stored(data_dict)
    came = statements.of(package) if package is not None else ""
    given = statements.kept(data_dict, came) if came else data_dict
    return original(context, given)


def _stored(data_dict: dict[str, Any]) -> model.Package | None:
    return model.Package.get(data_dict.get("id") or data_dict.get("name"))
