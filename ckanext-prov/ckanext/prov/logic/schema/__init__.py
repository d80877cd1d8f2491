"""Input of the actions."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator

MOST_NOTE = 2000
"""Characters of a note."""

MOST_ENTRIES = 100
"""Entries in one answer."""

MOST_OFFSET = 2**31 - 1
"""What a database takes for an offset."""


def limit_note(value: Any) -> Any:
    """Refuses a note that is too long."""
    if len(value) > MOST_NOTE:
        zh, en = f"不超过 {MOST_NOTE} 个字符", f"At most {MOST_NOTE} characters"
        raise tk.Invalid(f"{zh} {en}")
    return value


def at_most(most: int) -> Validator:
    """Lowers a number to ``most``."""
    return lambda value: min(int(value), most)


@validator_args
def dataset(not_empty: Validator, unicode_safe: Validator) -> Schema:
    return {"id": [not_empty, unicode_safe]}


@validator_args
def page(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    natural_number_validator: Validator,
    boolean_validator: Validator,
) -> Schema:
    return {
        "id": [not_empty, unicode_safe],
        "limit": [default(50), natural_number_validator, at_most(MOST_ENTRIES)],
        "offset": [default(0), natural_number_validator, at_most(MOST_OFFSET)],
        "newest_first": [default(False), boolean_validator],
    }


@validator_args
def version(not_empty: Validator, unicode_safe: Validator) -> Schema:
    return {"id": [not_empty, unicode_safe], "label": [not_empty, unicode_safe]}


@validator_args
def version_create(not_empty: Validator, unicode_safe: Validator, default: Validator) -> Schema:
    return {
        "id": [not_empty, unicode_safe],
        "label": [not_empty, unicode_safe],
        "note": [default(""), unicode_safe, limit_note],
    }


@validator_args
def version_compare(not_empty: Validator, unicode_safe: Validator, default: Validator) -> Schema:
    return {
        "id": [not_empty, unicode_safe],
        "before": [not_empty, unicode_safe],
        "after": [default(""), unicode_safe],
    }


@validator_args
def derivation(not_empty: Validator, unicode_safe: Validator, default: Validator) -> Schema:
    return {
        "id": [not_empty, unicode_safe],
        "resource_id": [default(""), unicode_safe],
        "source": [not_empty, unicode_safe],
        "note": [default(""), unicode_safe, limit_note],
    }
