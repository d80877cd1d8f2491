"""Input of the node actions."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory
from ckanext.govopen.domain.tree import LEVELS, SCHEMES

from ._common import at_most, merger, reference

MAX_TITLE = 128
_SCHEMES = [scheme for schemes in SCHEMES.values() for scheme in schemes]


@validator_args
def govopen_node_list(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    return {
        "level": [ignore_empty, unicode_safe, one_of(list(LEVELS))],
        "parent": [ignore_empty, unicode_safe],
        "state": [default("active"), unicode_safe, one_of(["active", "retired"])],
    }


@validator_args
def govopen_node_tree(
    ignore_empty: Validator, natural_number_validator: Validator, unicode_safe: Validator
) -> Schema:
    return {
        "id": [ignore_empty, unicode_safe],
        "depth": [ignore_empty, natural_number_validator],
    }


@validator_args
def govopen_node_create(
    not_empty: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    natural_number_validator: Validator,
) -> Schema:
    return {
        **_titles(),
        "level": [not_empty, unicode_safe, one_of(list(LEVELS))],
        "scheme": [not_empty, unicode_safe, one_of(_SCHEMES)],
        "parent": [ignore_empty, unicode_safe],
        "division_code": [ignore_empty, unicode_safe, tk.get_validator("govopen_division")],
        "concept_code": [ignore_empty, unicode_safe],
        "keeper": [ignore_empty, unicode_safe],
        "position": [default(0), natural_number_validator],
    }


@validator_args
def govopen_node_update(
    not_empty: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    ignore_empty: Validator,
    natural_number_validator: Validator,
) -> Schema:
    return {
        "id": [not_empty, unicode_safe],
        **_titles(),
        "keeper": [ignore_missing, unicode_safe],
        "position": [ignore_empty, natural_number_validator],
    }


@validator_args
def govopen_node_move(
    not_empty: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
) -> Schema:
    return {
        "id": [not_empty, unicode_safe],
        "parent": [ignore_empty, unicode_safe],
        "position": [default(0), natural_number_validator],
    }


@validator_args
def govopen_node_import(
    not_empty: Validator, default: ValidatorFactory, boolean_validator: Validator
) -> Schema:
    return {"upload": [not_empty], "partial": [default(False), boolean_validator]}


@validator_args
def govopen_node_export(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    return {
        "id": [ignore_empty, unicode_safe],
        "format": [default("csv"), unicode_safe, one_of(["csv", "xlsx", "rows"])],
    }


govopen_node_show = reference
govopen_node_retire = reference
govopen_node_restore = reference
govopen_node_merge = merger


def _titles() -> Schema:
    text = [tk.get_validator("unicode_safe"), tk.get_validator("strip_value"), at_most(MAX_TITLE)]
    return {
        "title": [tk.get_validator("not_empty"), *text],
        "title_en": [tk.get_validator("default")(""), *text],
    }
