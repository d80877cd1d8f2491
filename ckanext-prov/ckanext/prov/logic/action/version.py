"""Versions of a dataset: made on demand, listed, shown."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.prov.adapters import problems, reading, recording
from ckanext.prov.adapters.reader import visible
from ckanext.prov.logic import schema


@tk.validate_action_data(schema.version_create)
def prov_version_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make a version of a dataset as it is now.

    :param id: id or name of the dataset
    :param label: what the version is called: letters, digits, ``.``, ``-``, ``_``; at most 40
    :param note: what is new in it (optional)

    :returns: the version, as ``prov_version_show`` gives it
    """
    package, _ = visible(context, data_dict["id"])
    tk.check_access("prov_version_create", context, {"id": package.id})
    try:
        with problems.refusing():
            row = recording.version(context, package, data_dict["label"], data_dict["note"])
    except Exception:
        model.Session.rollback()
        raise
    if not context.get("defer_commit"):
        model.repo.commit()
    return reading.version_dict(row)


@tk.side_effect_free
@tk.validate_action_data(schema.dataset)
def prov_version_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Versions of a dataset that the reader may see, the newest first, without their metadata.

    :param id: id or name of the dataset
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_version_list", context, {"id": package.id})
    return [
        reading.version_dict(row, whole=False)
        for row in reversed(reading.versions(package.id, reader))
    ]


@tk.side_effect_free
@tk.validate_action_data(schema.version)
def prov_version_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A version of a dataset: label, note, time, checksums of its files, and its metadata.

    :param id: id or name of the dataset
    :param label: label of the version
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_version_show", context, {"id": package.id})
    return reading.version_dict(reading.version(package.id, data_dict["label"], reader))
