"""What CKAN's own action does to a dataset leaves what came with it from another site."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context
from ckanext.prov.adapters import statements


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """CKAN's, which drops what it is not given: statements from elsewhere are no field of a form.

    A program that acts without permissions, such as a harvester, says all there is.
    """
    given = data_dict if context.get("ignore_auth") else statements.kept(data_dict)
    return original(context, given)
