"""Input of the node actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory


@validator_args
def govopen_node_list(
    ignore_missing: Validator, unicode_safe: Validator, default: ValidatorFactory, one_of: ValidatorFactory
) -> Schema:
    return {
        "level": [ignore_missing, unicode_safe, one_of(["catalogue", "subcatalogue"])],
        "parent": [ignore_missing, unicode_safe],
        "state": [default("active"), unicode_safe, one_of(["active", "retired"])],
    }


@validator_args
def govopen_node_show(not_empty: Validator, unicode_safe: Validator) -> Schema:
    return {"id": [not_empty, unicode_safe]}
