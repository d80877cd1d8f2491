"""Input of the actions that compile catalogues upward."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory
from ckanext.govopen.domain.workflow import MAX_REASON

from ._common import at_most, page, reference

DECISIONS = ("accept", "refuse", "")
MAX_ITEMS = 200


@validator_args
def govopen_submission_create(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory
) -> Schema:
    return {
        "node": [not_empty, unicode_safe],
        "note": [default(""), unicode_safe, at_most(MAX_REASON)],
    }


@validator_args
def govopen_submission_list(
    ignore_empty: Validator,
    unicode_safe: Validator,
    one_of: ValidatorFactory,
    default: ValidatorFactory,
    natural_number_validator: Validator,
) -> Schema:
    states = ["submitted", "returned", "merged", "withdrawn"]
    return {
        "node": [ignore_empty, unicode_safe],
        "state": [ignore_empty, unicode_safe, one_of(states)],
        "limit": [default(50), natural_number_validator],
        "offset": [default(0), natural_number_validator],
    }


def govopen_submission_show() -> Schema:
    return {**reference(), **page(50, MAX_ITEMS)}


@validator_args
def govopen_submission_return(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory
) -> Schema:
    return {"id": [not_empty, unicode_safe], "reason": [default(""), unicode_safe]}


@validator_args
def govopen_submission_decide(not_empty: Validator, unicode_safe: Validator) -> Schema:
    return {"id": [not_empty, unicode_safe], "decisions": [not_empty, _decisions]}


govopen_submission_resubmit = govopen_submission_return
govopen_submission_withdraw = govopen_submission_return
govopen_submission_merge = govopen_submission_return


def _decisions(value: object) -> dict[str, str]:
    """A mapping of dataset ids to ``accept``, ``refuse`` or nothing yet."""
    if not isinstance(value, dict) or not all(each in DECISIONS for each in value.values()):
        message = tk._("Give each dataset's id with accept, refuse or an empty text")
        raise tk.Invalid(message)
    return {str(key): str(each) for key, each in value.items()}
