"""Input of the data element actions."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory
from ckanext.govopen.adapters import vocabularies

from ._common import at_most, merger, page, reference
from .node import MAX_TITLE

MAX_LIMIT = 1000
MAX_DEFINITION = 1000


@validator_args
def govopen_element_list(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    return {
        "q": [ignore_empty, unicode_safe],
        "type": [ignore_empty, unicode_safe],
        "state": [ignore_empty, unicode_safe, one_of(["registered", "candidate"])],
        "sort": [default("use"), unicode_safe, one_of(["use", "name", "code"])],
        **page(100, MAX_LIMIT),
    }


@validator_args
def govopen_element_autocomplete(not_empty: Validator, unicode_safe: Validator) -> Schema:
    return {"q": [not_empty, unicode_safe], "limit": page(10, MAX_LIMIT)["limit"]}


def govopen_element_datasets() -> Schema:
    return {**reference(), **page(20, MAX_LIMIT)}


def govopen_element_create() -> Schema:
    default, not_empty = tk.get_validator("default"), tk.get_validator("not_empty")
    fields = {name: [default(""), *validators] for name, validators in _fields().items()}
    fields["name"][0] = not_empty
    fields["sensitivity"][0] = default("none")
    fields["state"][0] = default("registered")
    return fields


def govopen_element_update() -> Schema:
    """As creation, but what is not sent stays."""
    ignore_missing, not_empty = tk.get_validator("ignore_missing"), tk.get_validator("not_empty")
    fields = {name: [ignore_missing, *validators] for name, validators in _fields().items()}
    fields["name"].insert(1, not_empty)
    return {**fields, **reference()}


govopen_element_show = reference
govopen_element_merge = merger


def _fields() -> Schema:
    text = [tk.get_validator("unicode_safe"), tk.get_validator("strip_value")]
    short = ("name", "name_en", "length", "precision", "standard_code")
    return {
        **{name: [*text, at_most(MAX_TITLE)] for name in short},
        "definition": [*text, at_most(MAX_DEFINITION)],
        "value_domain": [*text, at_most(MAX_DEFINITION)],
        "type": [*text, _concept("element_type")],
        "sensitivity": [*text, _concept("sensitivity")],
        "state": [*text, tk.get_validator("one_of")(["registered", "candidate"])],
    }


def _concept(name: str) -> Validator:
    """A word of the vocabulary ``name``; its label or alias is understood. May be empty."""

    def check(value: str) -> str:
        concept = vocabularies.vocabulary(name).find(value) if value else None
        if value and concept is None:
            raise tk.Invalid(tk._("Choose a value from the list: {}").format(name))
        return concept.code if concept else ""

    return check
