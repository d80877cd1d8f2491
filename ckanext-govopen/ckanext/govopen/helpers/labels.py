"""Labels, in the reader's language, of the words that datasets store."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.govopen.adapters import nodes, vocabularies


def govopen_vocabulary_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Choices of a scheming field: its ``vocabulary``'s concepts, labelled in both languages."""
    concepts = vocabularies.vocabulary(field["vocabulary"]).concepts.values()
    return [{"value": c.code, "label": {"zh_Hans_CN": c.zh, "en": c.en}} for c in concepts]


def govopen_label(vocabulary: str, code: str | None) -> str:
    """The label of a stored word in the reader's language; the word itself when unknown."""
    concept = vocabularies.vocabulary(vocabulary).get(code or "")
    return concept.label(tk.h.lang()) if concept else (code or "")


def govopen_department(name: str) -> str:
    """Title of a department by its URL name; the name itself when there is none."""
    group = model.Group.get(name)
    return (group.title or name) if group else name


def govopen_node_title(reference: str) -> str:
    """Title of a catalogue node, by id or code, in the reader's language."""
    node = nodes.find(reference)
    if node is None:
        return reference
    return node.title if str(tk.h.lang()).startswith("zh") else node.title_en or node.title


def govopen_division(code: str | None, *, full: bool = False) -> str:
    """Name of a division, with those above it when ``full``; the code itself when unknown."""
    divisions = vocabularies.divisions()
    division = divisions.get(code or "")
    if division is None:
        return code or ""
    above = [one.name for one in divisions.ancestors(division.code)] if full else []
    return "".join([*above, division.name])
