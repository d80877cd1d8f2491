"""Input of the actions."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator
from ckanext.openindex.adapters.lists import ORDERS

from .bounds import MOST, MOST_NODES, MOST_OFFSET, at_most
from .feedback import (
    openindex_app_create,
    openindex_app_decide,
    openindex_app_list,
    openindex_rating_create,
    openindex_rating_show,
    openindex_request_answer,
    openindex_request_create,
    openindex_request_list,
)

__all__ = [
    "openindex_advice",
    "openindex_app_create",
    "openindex_app_decide",
    "openindex_app_list",
    "openindex_dataset_list",
    "openindex_explain",
    "openindex_history",
    "openindex_methodology_show",
    "openindex_node_list",
    "openindex_ranking",
    "openindex_rating_create",
    "openindex_rating_show",
    "openindex_request_answer",
    "openindex_request_create",
    "openindex_request_list",
    "openindex_show",
]

SUBJECTS: Final = ("dataset", "organization", "division")
LEVELS: Final = ("department", "county", "city")


def day(value: Any) -> date:
    """A day as 2026-01-31."""
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise tk.Invalid(tk._("Wrong date; write it as 2026-01-31.")) from error


def one_of(words: tuple[str, ...]) -> Validator:
    """Refuses a word that is none of ``words``."""

    def check(value: Any) -> Any:
        if value not in words:
            message = tk._("Unknown value; choose one of: {}")
            raise tk.Invalid(message.format(", ".join(filter(None, words))))
        return value

    return check


@validator_args
def openindex_methodology_show(default: Validator, unicode_safe: Validator) -> Schema:
    return {"version": [default(""), unicode_safe]}


@validator_args
def openindex_show(default: Validator, unicode_safe: Validator) -> Schema:
    return {
        "id": [default(""), unicode_safe],
        "kind": [default(""), one_of(("", *SUBJECTS))],
        "version": [default(""), unicode_safe],
    }


def openindex_explain() -> Schema:
    return openindex_show()


@validator_args
def openindex_advice(default: Validator, natural_number_validator: Validator) -> Schema:
    limit = [default(10), natural_number_validator, at_most(MOST)]
    return {**openindex_show(), "limit": limit}


@validator_args
def openindex_history(
    ignore_missing: Validator, default: Validator, natural_number_validator: Validator
) -> Schema:
    return {
        **openindex_show(),
        "from": [ignore_missing, day],
        "to": [ignore_missing, day],
        "limit": [default(366), natural_number_validator, at_most(MOST_NODES)],
        "offset": [default(0), natural_number_validator, at_most(MOST_OFFSET)],
    }


@validator_args
def openindex_ranking(
    default: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    natural_number_validator: Validator,
) -> Schema:
    return {
        "level": [default("department"), one_of(LEVELS)],
        "within": [default(""), unicode_safe],
        "q": [default(""), unicode_safe],
        "sort": [default("score"), unicode_safe],
        "ascending": [default(False), boolean_validator],
        "version": [default(""), unicode_safe],
        "limit": [default(20), natural_number_validator, at_most(MOST)],
        "offset": [default(0), natural_number_validator, at_most(MOST_OFFSET)],
    }


@validator_args
def openindex_node_list(
    default: Validator, unicode_safe: Validator, natural_number_validator: Validator
) -> Schema:
    return {
        "level": [default(""), one_of(("", *LEVELS))],
        "version": [default(""), unicode_safe],
        "limit": [default(MOST_NODES), natural_number_validator, at_most(MOST_NODES)],
        "offset": [default(0), natural_number_validator, at_most(MOST_OFFSET)],
    }


@validator_args
def openindex_dataset_list(default: Validator, natural_number_validator: Validator) -> Schema:
    return {
        **openindex_show(),
        "order": [default("hottest"), one_of(tuple(ORDERS))],
        "limit": [default(10), natural_number_validator, at_most(MOST)],
        "offset": [default(0), natural_number_validator, at_most(MOST_OFFSET)],
    }
