"""Template helpers."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from .adapters import vocabularies

__all__ = ["govopen_label", "govopen_vocabulary_choices"]


def govopen_vocabulary_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Choices of a scheming field: its ``vocabulary``'s concepts, labelled in both languages."""
    concepts = vocabularies.vocabulary(field["vocabulary"]).concepts.values()
    return [
        {"value": c.code, "label": {"zh_Hans_CN": c.zh, "en": c.en}}
        for c in concepts
    ]


def govopen_label(vocabulary: str, code: str | None) -> str:
    """The label of a stored word in the reader's language; the word itself when unknown."""
    concept = vocabularies.vocabulary(vocabulary).get(code or "")
    return concept.label(tk.h.lang()) if concept else (code or "")
