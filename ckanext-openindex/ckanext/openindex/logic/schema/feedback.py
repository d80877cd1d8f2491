"""Input of the actions by which readers say something."""

from __future__ import annotations

from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator

from .bounds import MOST, MOST_OFFSET, at_most

MOST_TEXT: Final = 2000
MOST_TITLE: Final = 200
MOST_URL: Final = 2000
MOST_DATASETS: Final = 20


def no_longer(most: int) -> Validator:
    """Refuses a text of more than ``most`` characters."""

    def check(value: Any) -> Any:
        if len(str(value)) > most:
            raise tk.Invalid(tk._("At most {} characters.").format(most))
        return value

    return check


def stripped(value: Any) -> str:
    """Text without what is white around it, and without characters that no database keeps."""
    return str(value).replace("\0", "").strip()


def rating(value: Any) -> int:
    """A whole number from 1 to 5."""
    if str(value) not in ("1", "2", "3", "4", "5"):
        raise tk.Invalid(tk._("Give a whole number from 1 to 5."))
    return int(value)


def datasets(value: Any) -> list[str]:
    """Ids or names of datasets: a list, or text with spaces, commas or lines between them."""
    given = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
        raise tk.Invalid(tk._("Name at least one dataset."))
    if len(given) > MOST_DATASETS:
        raise tk.Invalid(tk._("At most {} datasets.").format(MOST_DATASETS))
    return given


@validator_args
def openindex_rating_show(not_empty: Validator, unicode_safe: Validator) -> Schema:
    return {"id": [not_empty, unicode_safe]}


@validator_args
def openindex_rating_create(not_missing: Validator) -> Schema:
    return {**openindex_rating_show(), "value": [not_missing, rating]}


@validator_args
def openindex_request_create(not_empty: Validator, unicode_safe: Validator) -> Schema:
    text = [not_empty, unicode_safe, stripped, not_empty, no_longer(MOST_TEXT)]
    return {**openindex_rating_show(), "text": text}


@validator_args
def openindex_request_answer(not_empty: Validator, unicode_safe: Validator) -> Schema:
    text = [not_empty, unicode_safe, stripped, not_empty, no_longer(MOST_TEXT)]
    return {**openindex_rating_show(), "answer": text}


@validator_args
def openindex_request_list(
    default: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    natural_number_validator: Validator,
) -> Schema:
    return {
        "id": [default(""), unicode_safe],
        "waiting": [default(False), boolean_validator],
        "limit": [default(20), natural_number_validator, at_most(MOST)],
        "offset": [default(0), natural_number_validator, at_most(MOST_OFFSET)],
    }


def openindex_app_list() -> Schema:
    return openindex_request_list()


@validator_args
def openindex_app_create(
    not_empty: Validator,
    not_missing: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    url_validator: Validator,
) -> Schema:
    return {
        "title": [not_empty, unicode_safe, stripped, not_empty, no_longer(MOST_TITLE)],
        "url": [not_empty, unicode_safe, stripped, no_longer(MOST_URL), url_validator],
        "text": [ignore_missing, unicode_safe, stripped, no_longer(MOST_TEXT)],
        "datasets": [not_missing, datasets],
    }


@validator_args
def openindex_app_decide(
    not_empty: Validator, unicode_safe: Validator, boolean_validator: Validator
) -> Schema:
    return {
        **openindex_rating_show(),
        "dataset_id": [not_empty, unicode_safe],
        "approved": [not_empty, boolean_validator],
    }
