"""What actions take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory


@tk.validator_args
def upload(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """One upload by its id."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def listing(
    ignore_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """Uploads by what they belong to, in pages."""
    text = [ignore_empty, unicode_safe]
    return {
        "package_id": text,
        "resource_id": text,
        "state": text,
        "open": [default(False), boolean_validator],
        "limit": [default(20), natural_number_validator, limit_to_configured_maximum("", 100)],
        "offset": [default(0), natural_number_validator],
    }


@tk.validator_args
def approval(
    not_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
    ignore_empty: Validator,
    json_list_or_string: Validator,
) -> Schema:
    """A person's decision to publish: what becomes of suspects and of single columns."""
    return {
        "id": [not_empty, unicode_safe],
        "keep_suspects": [default(False), boolean_validator],
        "columns": [ignore_empty, json_list_or_string],
    }
