"""Small conversions of source values: text, numbers, yes and no, lists, tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final, cast

from ckanext.govopen.domain.harvest.expression import as_text

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff]")
_BLANK: Final = re.compile(r"[ \t\u00a0\u3000]+")
_NUMBER: Final = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$")
_COUNTED: Final = "条个次项行份家件"
"""Measure words that platforms write after a count."""
_SIZE: Final = re.compile(r"^(.+?)\s*(?:([KMGT]?)I?B|([KMGT])|字节)$", re.IGNORECASE)
_STEPS: Final = " KMGT"
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}
_YES: Final = frozenset({"1", "true", "yes", "y", "t", "是", "有", "真"})
_NO: Final = frozenset({"0", "false", "no", "n", "f", "否", "无", "假", "不"})
_NOT_TAG: Final = re.compile(r"[^\w\-. ]+")
TAG_LENGTHS: Final = (2, 100)
"""CKAN's own bounds of a tag's length (ckan.model MIN_TAG_LENGTH, MAX_TAG_LENGTH)."""


class ValueFault(ValueError):
    """A value that is not what its field holds."""


def scalar(value: Any) -> Any:
    """``value`` itself, or the only entry of a list of one; some sources wrap each value."""
    while isinstance(value, list):
        entries = cast("list[Any]", value)
        if len(entries) != 1:
            return entries
        value = entries[0]
    return value


def is_empty(value: Any) -> bool:
    """Whether ``value`` says nothing: None, blank text, an empty list or mapping."""
    return (
        value is None
        or value == []
        or value == {}
        or (isinstance(value, str) and not value.strip())
    )


def text_of(value: Any) -> str:
    """``value`` as clean text: no control marks, blanks collapsed, lines kept."""
    text = as_text(value)
    if text.isprintable() and "  " not in text:  # as nearly all are: nothing to clean
        return text.strip()
    text = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_BLANK.sub(" ", line).strip() for line in text.split("\n")).strip()


def number_of(value: Any) -> float:
    """A number from a number or its text: ``1,234``, ``１２``, ``3.4万条``. Raises ValueFault."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = unicodedata.normalize("NFKC", as_text(value)).replace(",", "").strip()
    text = text.rstrip(_COUNTED).rstrip()
    factor = 1
    if text and text[-1] in _MYRIADS:
        factor, text = _MYRIADS[text[-1]], text[:-1].strip()
    if not _NUMBER.match(text):
        raise ValueFault(as_text(value))
    number = float(text) * factor
    if number in (float("inf"), float("-inf")):
        raise ValueFault(as_text(value))
    return number


def size_of(value: Any, unit: int) -> float | None:
    """A size with its unit written, ``345 KB``, ``1.5M``, in units of ``unit`` bytes.

    A kilobyte is 1,024 bytes. None when no unit is written. Raises ValueFault.
    """
    hit = _SIZE.match(unicodedata.normalize("NFKC", as_text(value)).strip())
    if hit is None:
        return None
    power = _STEPS.index((hit[2] or hit[3] or " ").upper())
    return number_of(hit[1]) * 1024**power / unit


def integer_of(value: Any) -> int:
    """A whole number; ``12.0`` is one, ``12.5`` raises ValueFault."""
    number = number_of(value)
    if not number.is_integer():
        raise ValueFault(as_text(value))
    if isinstance(value, int):
        return value
    return int(number)


def boolean_of(value: Any) -> bool:
    """Yes or no as platforms write it. Raises ValueFault for any other word."""
    if isinstance(value, bool):
        return value
    word = unicodedata.normalize("NFKC", as_text(value)).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueFault(as_text(value))


def split_text(text: str, separators: Sequence[str]) -> list[str]:
    """``text`` cut at any of ``separators``, trimmed, without empty pieces."""
    if not separators:
        pieces = [text]
    else:
        longest_first = sorted(separators, key=len, reverse=True)
        pieces = re.split("|".join(re.escape(mark) for mark in longest_first), text)
    return [piece.strip() for piece in pieces if piece.strip()]


def flat_list(value: Any, separators: Sequence[str] = ()) -> list[Any]:
    """``value`` as a flat list: texts are split, inner lists opened, empty entries dropped."""
    if is_empty(value):
        return []
    if isinstance(value, list):
        entries = cast("list[Any]", value)
        return [piece for entry in entries for piece in flat_list(entry, separators)]
    if isinstance(value, str) and separators:
        return list(split_text(value, separators))
    return [value]


def tags_of(values: Sequence[Any]) -> list[str]:
    """``values`` as tags CKAN takes: letters, digits, ``-_.`` and spaces; each once."""
    tags: dict[str, None] = {}
    for value in values:
        tag = _BLANK.sub(" ", _NOT_TAG.sub(" ", text_of(value).replace("\n", " "))).strip(" .-")
        if TAG_LENGTHS[0] <= len(tag) <= TAG_LENGTHS[1]:
            tags[tag] = None
    return list(tags)
