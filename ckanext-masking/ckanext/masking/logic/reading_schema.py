"""What the actions on grants and on the audit take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from .schema import page


@tk.validator_args
def grant(
    not_empty: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
) -> Schema:
    """A grant to be made."""
    text = [ignore_empty, unicode_safe]
    return {
        "user": [not_empty, unicode_safe],
        "name": [default("clear-read"), unicode_safe],
        "resource_id": text,
        "package_id": text,
        "organization_id": text,
        "columns": [ignore_missing],
        "purpose": [not_empty, unicode_safe],
        "valid_from": text,
        "valid_until": [not_empty, unicode_safe],
    }


@tk.validator_args
def grant_change(
    not_empty: Validator, ignore_missing: Validator, unicode_safe: Validator
) -> Schema:
    """What of a grant is to change."""
    text = [ignore_missing, unicode_safe]
    return {
        "id": [not_empty, unicode_safe],
        "columns": [ignore_missing],
        "purpose": text,
        "valid_from": text,
        "valid_until": text,
    }


@tk.validator_args
def grant_id(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """One grant by its id."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def grants(
    ignore_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
) -> Schema:
    """Which grants are to be listed."""
    text = [ignore_empty, unicode_safe]
    return {
        "user": text,
        "resource_id": text,
        "package_id": text,
        "organization_id": text,
        "valid": [default(False), boolean_validator],
        **page(),
    }


@tk.validator_args
def audit(
    ignore_empty: Validator,
    unicode_safe: Validator,
    isodate: Validator,
) -> Schema:
    """Which clear reads are to be listed."""
    text = [ignore_empty, unicode_safe]
    return {
        "user": text,
        "resource_id": text,
        "package_id": text,
        "organization_id": text,
        "exit": text,
        "after": [ignore_empty, isodate],
        "before": [ignore_empty, isodate],
        **page(),
    }
