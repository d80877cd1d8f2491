"""ckanext-dcat's actions, answered from fragments: the catalogue is one, for every reader.

It lists public datasets only, whoever asks; a single dataset is shown to those who may see it.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import Action, Context
from ckanext.prov.catalogue import asking, writing
from ckanext.prov.dcat import building


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(original: Action, context: Context, data_dict: dict[str, Any]) -> str:
    """A ``page`` (from 1, or behind ``after``) of the public catalogue, by ``q``, ``fq`` and
    ``modified_since``, in ``format``. Raises ValidationError."""
    tk.check_access("dcat_catalog_show", context, data_dict)
    return writing.page(asking.find(asking.parse(data_dict)), data_dict.get("format"))


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_search(original: Action, context: Context, data_dict: dict[str, Any]) -> str:
    """The same under ckanext-dcat's other name."""
    tk.check_access("dcat_catalog_search", context, data_dict)
    return writing.page(asking.find(asking.parse(data_dict)), data_dict.get("format"))


@tk.chained_action
@tk.side_effect_free
def dcat_dataset_show(original: Action, context: Context, data_dict: dict[str, Any]) -> str:
    """One dataset (``id``, ``format``). Raises ObjectNotFound for another type of CKAN's."""
    tk.check_access("dcat_dataset_show", context, data_dict)
    kept = ("user", "auth_user_obj", "ignore_auth")
    reader = Context(**{key: context[key] for key in kept if key in context})  # type: ignore[typeddict-item]
    shown = tk.get_action("package_show")(reader, {"id": tk.get_or_bust(data_dict, "id")})
    if shown["type"] not in ("dataset", "dataset_series"):
        raise tk.ObjectNotFound()
    g, _ = building.graph(shown, "dataset")
    return writing.serialize(g, data_dict.get("format"))


def actions() -> dict[str, Action]:
    """The three of them where ckanext-dcat is loaded: there is nothing to chain otherwise."""
    if not p.plugin_loaded("dcat"):
        return {}
    return {
        action.__name__: action
        for action in (dcat_catalog_show, dcat_catalog_search, dcat_dataset_show)
    }
