"""Data elements (数据元): how items of datasets are read, compared and matched to the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.govopen.domain.text import fold
from ckanext.govopen.domain.vocabulary import Vocabulary

# How widely data may go, narrowest first; the words of share_type and open_type.
WIDTH = {"none": 0, "conditional": 1, "unconditional": 2}

_TYPE = re.compile(r"(?P<word>.*?)\s*[(\[](?P<length>\d+)(?:\s*[,.]\s*(?P<precision>\d+))?\s*[)\]]")
_CODED = re.compile(r"[CNYDTLMGBIF]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry knows of an element, as far as matching needs it."""

    code: str
    name: str
    type: str = ""
    standard_code: str = ""


@dataclass(frozen=True, slots=True)
class TypeReading:
    """A data type as written in a source: its code (empty when unknown), length, precision."""

    code: str
    length: str = ""
    precision: str = ""


def name_key(name: str) -> str:
    """The form under which one element is found, however its name is written."""
    return fold(name)


def read_type(text: str, types: Vocabulary) -> TypeReading:
    """Read a type such as ``字符串型C``, ``C(18)``, ``varchar(50)`` or ``number(10,2)``.

    ``types`` is the vocabulary ``element_type``. A type nobody knows gives an empty code.
    """
    word = text.strip().replace("（", "(").replace("）", ")").replace("，", ",")
    length = precision = ""
    if sized := _TYPE.fullmatch(word):
        word, length = sized["word"], sized["length"]
        precision = sized["precision"] or ""
    concept = types.find(word)
    if concept is None and len(word) > 1 and _CODED.fullmatch(word[-1]):
        named = types.find(word[:-1])
        concept = named if named is not None and named.code == word[-1] else None
    return TypeReading(concept.code if concept else "", length, precision)


def index(registry: Iterable[Registered]) -> dict[str, list[Registered]]:
    """Registered elements by ``name_key``, and by ``#`` and the standard code."""
    found: dict[str, list[Registered]] = {}
    for element in registry:
        found.setdefault(name_key(element.name), []).append(element)
        if element.standard_code:
            found.setdefault("#" + fold(element.standard_code), []).append(element)
    return found


def match(item: Mapping[str, Any], registry: Mapping[str, list[Registered]]) -> Registered | None:
    """The registered element that the row ``item`` of a dataset uses, or None.

    A standard code decides; otherwise the name does, among elements whose type does not
    contradict the item's. Of several that fit equally none is taken.
    """
    standard = fold(str(item.get("standard_code") or ""))
    if standard and len(found := registry.get("#" + standard, [])) == 1:
        return found[0]
    wanted = str(item.get("type") or "")
    named = registry.get(name_key(str(item.get("name") or "")), [])
    same = [one for one in named if wanted and one.type == wanted]
    open_ = [one for one in named if not wanted or not one.type]
    fitting = same or open_
    return fitting[0] if len(fitting) == 1 else None


def is_wider(inner: str, outer: str) -> bool:
    """Whether ``inner`` lets data go further than ``outer``; unknown or empty words never do."""
    return inner in WIDTH and outer in WIDTH and WIDTH[inner] > WIDTH[outer]


def effective(item: Mapping[str, Any], dataset: Mapping[str, Any], field: str) -> str:
    """An element's own ``field``, or the dataset's, which it inherits."""
    return str(item.get(field) or dataset.get(field) or "")
