"""Input of the workbook actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory


def govopen_dataset_template() -> Schema:
    return {}


@validator_args
def govopen_dataset_import(
    not_empty: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    boolean_validator: Validator,
) -> Schema:
    return {
        "upload": [not_empty],
        "organization": [ignore_empty, unicode_safe],
        "publish": [default(False), boolean_validator],
    }
