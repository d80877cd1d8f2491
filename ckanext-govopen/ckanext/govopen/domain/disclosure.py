"""Search parameters through which Solr would tell of documents that it does not return.

A permission filter keeps hidden datasets out of results, but some parameters speak of the whole
index: a facet with a minimum of 0 lists every term, and functions such as ``docfreq`` count
documents without regard to filters (Solr reference guide, "Faceting" and "Function queries").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from govopen_common.problem import Problem

PARSERS = frozenset({"", "lucene", "dismax", "edismax"})
_NAME = r"[A-Za-z_][\w.\-]*"
_FIELD = re.compile(rf"(?:\*|{_NAME}\*?)\Z")
_WEIGHTED = re.compile(rf"{_NAME}(?:\^\d+(?:\.\d+)?)?\Z")
_SORT = re.compile(rf"{_NAME}(?:\s+(?:asc|desc))?\Z", re.IGNORECASE)
# A score depends on how many documents of the whole index hold the word.
_TELLING_FIELDS = frozenset({"score"})


def faults(params: Mapping[str, Any]) -> list[Problem]:
    """Problems of a reader's ``package_search`` parameters, one per parameter; empty when sound.

    Lists may come as lists, as comma or space separated text, or as JSON text of a list.
    """
    found: list[Problem] = []
    for key, sound in _CHECKS.items():
        value = params.get(key)
        if value in (None, "", []):
            continue
        if not all(sound(word) for word in _words(key, value)):
            found.append(_fault(key))
    return found


def minimum_count(value: object) -> int:
    """The facet minimum to use instead of ``value``: never below 1."""
    try:
        return max(1, int(str(value)))
    except ValueError:
        return 1


def _words(key: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [str(word).strip() for word in cast("list[Any]", value)]
    text = str(value)
    if key == "facet.field":
        text = re.sub(r'[\[\]"\']', " ", text)
    if key == "sort":
        return [word.strip() for word in text.split(",") if word.strip()]
    return re.split(r"[,\s]+", text.strip())


def _field(word: str) -> bool:
    return bool(_FIELD.match(word)) and word not in _TELLING_FIELDS


def _fields(word: str) -> bool:
    return all(_field(part) for part in re.split(r"[,\s]+", word) if part)


def _weighted(word: str) -> bool:
    return not word or bool(_WEIGHTED.match(word))


def _sort(word: str) -> bool:
    return bool(_SORT.match(word))


def _parser(word: str) -> bool:
    return word in PARSERS


def _never(_word: str) -> bool:
    return False


_CHECKS = {
    "fl": _fields,
    "facet.field": _fields,
    "qf": _weighted,
    "sort": _sort,
    "defType": _parser,
    "bf": _never,
    "boost": _never,
}


def _fault(key: str) -> Problem:
    return Problem(
        key,
        "disclosure",
        f"参数 {key} 只能使用字段名，不支持函数、局部参数或评分；请改用字段名",
        f"parameter {key} takes field names only, no functions, local parameters or scores; "
        "name fields instead",
    )
