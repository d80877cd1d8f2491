"""Whether what a dataset says as linked data keeps the rules."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.prov.adapters import validating
from ckanext.prov.adapters.reader import visible
from ckanext.prov.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.dataset)
def prov_dataset_validate(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Check a dataset's provenance and linked data: PROV's constraints, the schema of PROV-JSON,
    the shapes of DCAT-AP and our own. For those who may change the dataset.

    :param id: id or name of the dataset
    :returns: ``valid`` (no error among the problems) and ``problems``, each with ``subject``,
        ``code``, ``zh``, ``en`` and ``severity`` (error or warning)
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_dataset_validate", context, {"id": package.id})
    problems = validating.dataset(package.id, reader)
    return {
        "valid": not any(one.severity == "error" for one in problems),
        "problems": [one.as_dict() for one in problems],
    }
