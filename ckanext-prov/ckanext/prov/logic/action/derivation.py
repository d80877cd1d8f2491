"""What a dataset, or one of its files, derives from."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.prov.adapters import derivations, problems, recording, telling
from ckanext.prov.adapters.reader import Reader, visible
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.logic import schema
from ckanext.prov.model import DerivationRow
from govopen_common.problem import Problem, Rejected


@tk.validate_action_data(schema.derivation)
def prov_derivation_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say that a dataset, or one of its files, derives from something.

    :param id: id or name of the dataset
    :param resource_id: the file that derives, when it is not the dataset as a whole (optional)
    :param source: id or name of a dataset that you may see, id of one of its resources, or the
        IRI (http or https) of something elsewhere
    :param note: how (optional)

    Raises ValidationError for a source that does not exist, or that you may not see, and when the
    source itself derives from this; nothing is written then.
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_derivation_create", context, {"id": package.id})
    try:
        with problems.refusing():
            row = _row(package, reader, data_dict)
            new = derivations.declare(row)
        if new:
            _tell(context, package, row, declared=True)
    except Exception:
        model.Session.rollback()
        raise
    if not context.get("defer_commit"):
        model.repo.commit()
    return derivations.as_dict(row if new else derivations.same(row) or row)


@tk.validate_action_data(schema.dataset)
def prov_derivation_delete(context: Context, data_dict: dict[str, Any]) -> None:
    """Take back that a dataset or file derives from something; the log keeps that it was said.

    :param id: id of the derivation
    """
    row = model.Session.get(DerivationRow, data_dict["id"])
    package = model.Session.get(model.Package, row.dataset_id) if row else None
    if row is None or package is None or not Reader.of(context).sees(package.id):
        raise tk.ObjectNotFound(tk._("Derivation not found"))
    tk.check_access("prov_derivation_delete", context, {"id": package.id})
    try:
        _tell(context, package, row, declared=False)
        model.Session.delete(row)
        model.Session.flush()
    except Exception:
        model.Session.rollback()
        raise
    if not context.get("defer_commit"):
        model.repo.commit()


@tk.side_effect_free
@tk.validate_action_data(schema.dataset)
def prov_derivation_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What a dataset and its files derive from, and what derives from them.

    :param id: id or name of the dataset

    :returns: ``sources`` and ``products``: lists of derivations that the reader may see, and
        ``hidden_sources``: whether there are sources that the reader may not see
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_derivation_list", context, {"id": package.id})
    rows = DerivationRow.of(package.id)
    seen = [row for row in rows if derivations.source_shows(row, reader)]
    products = [row for row in derivations.products(package.id) if reader.sees(row.dataset_id)]
    return {
        "sources": [derivations.as_dict(row) for row in seen],
        "products": [derivations.as_dict(row) for row in products],
        "hidden_sources": len(seen) < len(rows),
    }


def _row(package: model.Package, reader: Reader, given: dict[str, Any]) -> DerivationRow:
    """The declaration that was asked for. Raises Rejected."""
    own = {one.id for one in package.resources}
    if given["resource_id"] and given["resource_id"] not in own:
        zh, en = "此数据集没有这个资源", "The dataset has no such resource"
        raise Rejected(Problem("resource_id", "not_found", zh, en))
    row = DerivationRow(
        dataset_id=package.id,
        resource_id=given["resource_id"],
        source_dataset_id="",
        source_resource_id="",
        source_iri="",
        note=given["note"],
        made=datetime.now(timezone.utc),
    )
    if "://" in given["source"]:
        row.source_iri = _iri(given["source"])
        return row
    source = derivations.package_of(given["source"])
    if source is None or not reader.sees(source.id):
        raise Rejected(derivations.unknown(given["source"]))
    row.source_dataset_id = source.id
    if given["source"] not in (source.id, source.name):
        row.source_resource_id = given["source"]
    return row


def _iri(text: str) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or len(text) > 2000 or any(one.isspace() or one in '<>"{}|\\^`' for one in text):
        zh, en = "不是有效的 http(s) 网址", "Not an address beginning with http:// or https://"
        raise Rejected(Problem("source", "iri", zh, en))
    return text


def _tell(context: Context, package: model.Package, row: DerivationRow, *, declared: bool) -> None:
    target = (
        Entity("resource", row.resource_id) if row.resource_id else Entity("dataset", package.id)
    )
    entry = Entry(
        id="",
        number=0,
        dataset_id=package.id,
        activity="dataset_changed",
        ended=datetime.now(timezone.utc),
        resource_id=row.resource_id,
        used=(derivations.source_entity(row),),
        generated=(target,),
        details={"derivation": declared, "fields": ["derived_from"]},
    )
    telling.write(package, entry, user=recording.actor(context))
