"""What the input schemas share: a reference, a page, a text that is not too long."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator


@validator_args
def reference(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """One thing, named by its ``id``."""
    return {"id": [not_empty, unicode_safe]}


@validator_args
def merger(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """One thing, and the one that it goes ``into``."""
    return {"id": [not_empty, unicode_safe], "into": [not_empty, unicode_safe]}


def page(usual: int, most: int) -> Schema:
    """``limit``, at most ``most`` and ``usual`` when not sent, and ``offset``."""
    default, number = tk.get_validator("default"), tk.get_validator("natural_number_validator")
    return {
        "limit": [default(usual), number, lambda value: min(value, most)],
        "offset": [default(0), number],
    }


def at_most(characters: int) -> Callable[[str], str]:
    """A validator that refuses texts of more than so many characters."""

    def check(value: str) -> str:
        if len(value) > characters:
            raise tk.Invalid(tk._("Use at most {} characters").format(characters))
        return value

    return check
