"""The RDF catalogue: published datasets only, never another type of CKAN's."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context

PUBLISHED = "+dataset_type:dataset +govopen_status:published"


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    return original(context, _published(data_dict))


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_search(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    return original(context, _published(data_dict))


def _published(data_dict: dict[str, Any]) -> dict[str, Any]:
    asked = data_dict.get("fq")
    return {**data_dict, "fq": f"({asked}) {PUBLISHED}" if asked else PUBLISHED}


ACTIONS: dict[str, Action] = {
    "dcat_catalog_show": dcat_catalog_show,
    "dcat_catalog_search": dcat_catalog_search,
}
