"""Fields that hold a word of a vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen.adapters import vocabularies
from ckanext.scheming.validation import scheming_validator

from ._common import either


@scheming_validator
def govopen_vocabulary(field: dict[str, Any], schema: dict[str, Any]) -> Callable[[Any], Any]:
    """Turn a code, label or alias of the field's ``vocabulary`` into its code."""
    vocabulary = vocabularies.vocabulary(field["vocabulary"])

    def validator(value: Any) -> Any:
        if value in vocabulary.concepts:
            return value
        concept = vocabulary.find(str(value))
        if concept is None:
            shown = str(value)[:40]
            zh = f"“{shown}”不在{vocabulary.zh}中，请从列表中选择"
            en = f"“{shown}” is not in “{vocabulary.en}”; choose from the list"
            raise tk.Invalid(either(zh, en))
        return concept.code

    return validator
