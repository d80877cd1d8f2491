"""Reads the parameters of an indicator from a methodology, and checks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isclose
from typing import Any, Final, cast

from ckanext.openindex.domain.indicators import Parameter
from govopen_common.section import Section
from govopen_common.words import unknown_word

MOST_ENTRIES: Final = 500


def read_parameters(section: Section | None, schema: Mapping[str, Parameter]) -> Mapping[str, Any]:
    """Every parameter of ``schema``: as ``section`` says, else its default. Faults are noted.

    Tables are ``{word: number}``, windows ``{days: number}``, words a tuple of text.
    """
    if section is None:
        return {name: parameter.default for name, parameter in schema.items()}
    for key in section.names:
        if key not in schema:
            if schema:
                section.fault(key, *unknown_word(key, schema))
            else:
                section.fault(key, "此指标没有参数，请删去", "the indicator has none; drop it")
    return {name: _one(section, name, parameter) for name, parameter in schema.items()}


def _one(section: Section, name: str, parameter: Parameter) -> Any:
    if not section.has(name):
        return parameter.default
    match parameter.kind:
        case "number":
            return section.number(name, parameter.default, parameter.least, parameter.most)
        case "words":
            return section.texts(name)
        case "table" | "windows":
            return _table(section, name, parameter)


def _table(section: Section, name: str, parameter: Parameter) -> Mapping[Any, float]:
    part = section.section(name)
    if part is None:
        return parameter.default
    if parameter.keys:
        part.only(*parameter.keys)
        for key in parameter.keys:
            part.need(key)
    table: dict[Any, float] = dict(_entries(part, parameter))
    if not table or len(part.names) > MOST_ENTRIES:
        zh, en = f"应有 1 到 {MOST_ENTRIES} 项", f"must have 1 to {MOST_ENTRIES} entries"
        section.fault(name, zh, en)
    total = sum(table.values())
    if parameter.sum is not None and not isclose(total, parameter.sum, abs_tol=1e-6):
        zh = f"各数之和应为 {parameter.sum:g}，现为 {total:g}"
        section.fault(name, zh, f"the numbers must sum to {parameter.sum:g}, not {total:g}")
    return table


def _entries(part: Section, parameter: Parameter) -> Iterator[tuple[str | int, float]]:
    for key in part.names:
        number = part.number(key, 0.0, parameter.least, parameter.most)
        if parameter.kind == "table":
            yield key, number
        elif key.isascii() and key.isdigit() and 0 < int(key) <= 3660:
            yield int(key), number
        else:
            zh, en = "应为 1 到 3660 的天数", "must be a number of days from 1 to 3660"
            part.fault(key, zh, en)


def plain_parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` ready for JSON: keys as text, tuples as lists."""
    return {
        name: {str(key): number for key, number in cast("Mapping[Any, Any]", value).items()}
        if isinstance(value, Mapping)
        else list(cast("tuple[Any, ...]", value))
        if isinstance(value, tuple)
        else value
        for name, value in given.items()
    }
