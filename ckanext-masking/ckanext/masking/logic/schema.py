"""What actions take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

LONGEST_REASON = 500


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
) -> Schema:
    """Uploads by what they belong to, in pages."""
    text = [ignore_empty, unicode_safe]
    return {
        "package_id": text,
        "resource_id": text,
        "state": text,
        "open": [default(False), boolean_validator],
        **page(),
    }


@tk.validator_args
def approval(
    not_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
    ignore_empty: Validator,
) -> Schema:
    """A person's decision to publish: what becomes of suspects and of single columns."""
    return {
        "id": [not_empty, unicode_safe],
        "keep_suspects": [default(False), boolean_validator],
        "as_it_is": [default(False), boolean_validator],
        "columns": [ignore_empty],
        "reason": [ignore_empty, unicode_safe, limit_to_reason],
    }


@tk.validator_args
def returning(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """A person's decision to send an upload back."""
    return {
        "id": [not_empty, unicode_safe],
        "reason": [not_empty, unicode_safe, limit_to_reason],
    }


@tk.validator_args
def preview(not_empty: Validator, unicode_safe: Validator, ignore_empty: Validator) -> Schema:
    """Other operators to be tried on the sample."""
    return {"id": [not_empty, unicode_safe], "columns": [ignore_empty]}


@tk.validator_args
def page(
    default: ValidatorFactory,
    natural_number_validator: Validator,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """A part of a list."""
    return {
        "limit": [default(20), natural_number_validator, limit_to_configured_maximum("", 100)],
        "offset": [default(0), natural_number_validator],
    }


@tk.validator_args
def scan_list(default: ValidatorFactory, one_of: ValidatorFactory) -> Schema:
    """A part of what a scan found."""
    return {**page(), "state": [default("found"), one_of(["found", "unread", "clean", "link"])]}


def limit_to_reason(value: str) -> str:
    """A reason of at most 500 characters. Raises Invalid."""
    if len(value) > LONGEST_REASON:
        raise tk.Invalid(tk._("Use at most 500 characters."))
    return value
