"""Input of what a platform pushes."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory


def _mapping(value: Any) -> Any:
    if not isinstance(value, dict):
        raise tk.Invalid("应为键值对 / must be a mapping")
    return value


@validator_args
def govopen_dataset_receive(
    not_empty: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    unicode_safe: Validator,
) -> Schema:
    return {
        "source": [not_empty, unicode_safe],
        "action": [not_empty, unicode_safe, one_of(["create", "update", "withdraw"])],
        "id": [not_empty, unicode_safe],
        "organization": [default(""), unicode_safe],
        "dataset": [default({}), _mapping],
        "reason": [default(""), unicode_safe],
    }
