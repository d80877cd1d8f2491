"""What a dataset and its files derive from, with names, as far as the reader may know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from .reader import Reader


@dataclass(frozen=True)
class Origin:
    """``what`` (empty: the dataset as a whole) derives from ``source``; ``url`` leads there."""

    id: str
    what: str
    source: str
    url: str
    note: str


@dataclass(frozen=True)
class Origins:
    """``hidden``: there are sources that the reader may not see."""

    sources: list[Origin]
    products: list[Origin]
    hidden: bool


def origins(dataset: Mapping[str, Any], reader: Reader) -> Origins:
    """What ``dataset`` derives from, and what derives from it."""
    found = tk.get_action("prov_derivation_list")(reader.context, {"id": dataset["id"]})
    own = {one["id"]: one.get("name") or "" for one in dataset.get("resources") or ()}
    return Origins(
        [_source(one, own) for one in found["sources"]],
        [_product(one) for one in found["products"]],
        bool(found["hidden_sources"]),
    )


def _source(one: Mapping[str, str], own: Mapping[str, str]) -> Origin:
    what = _own_name(own, one["resource_id"]) if one["resource_id"] else ""
    if one["source_iri"]:
        return Origin(one["id"], what, one["source_iri"], one["source_iri"], one["note"])
    name, url = _place(one["source_dataset_id"], one["source_resource_id"])
    return Origin(one["id"], what, name, url, one["note"])


def _product(one: Mapping[str, str]) -> Origin:
    name, url = _place(one["dataset_id"], one["resource_id"])
    return Origin(one["id"], "", name, url, one["note"])


def _own_name(own: Mapping[str, str], resource_id: str) -> str:
    if resource_id not in own:
        return tk._("a resource that was removed later")
    return own[resource_id] or tk._("a resource without a name")


def _place(dataset_id: str, resource_id: str) -> tuple[str, str]:
    """Title and address of a dataset, or of a resource of it, that the reader sees."""
    package = model.Session.get(model.Package, dataset_id)
    if package is None:
        return tk._("without a name"), ""
    title = str(package.title or package.name)
    if not resource_id:
        return title, tk.h.url_for("dataset.read", id=package.name)
    resource = next((one for one in package.resources if one.id == resource_id), None)
    if resource is None:
        return title, tk.h.url_for("dataset.read", id=package.name)
    url = tk.h.url_for("dataset_resource.read", id=package.name, resource_id=resource_id)
    return (resource.name or tk._("a resource without a name")), url
