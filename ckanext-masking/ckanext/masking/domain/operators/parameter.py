"""What an operator may be told, and the check of what a policy tells it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal, cast

from govopen_common.problem import Problem
from govopen_common.words import unknown_word

Kind = Literal["integer", "number", "text", "choice", "yes", "table", "numbers", "date"]
MOST_TEXT: Final = 200
MOST_ENTRIES: Final = 10_000
_KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    "integer": ("整数", "a whole number"),
    "number": ("数字", "a number"),
    "text": (f"不超过 {MOST_TEXT} 字的文字", f"text of at most {MOST_TEXT} characters"),
    "choice": ("所列词之一", "one of the words listed"),
    "yes": ("true 或 false", "true or false"),
    "table": ("“原值: 新值”的表", "a table of old: new"),
    "numbers": ("由小到大的数字列表", "a list of rising numbers"),
    "date": ("YYYY-MM-DD 形式的日期", "a date like 2026-01-31"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its kind, bounds and default; ``zh`` and ``en`` say what it is for.

    ``least`` and ``most`` bound a number, and the length of a text. ``pattern`` is not offered:
    what a text may be beyond its length, the operator checks itself.
    """

    kind: Kind
    zh: str
    en: str
    default: Any = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False


Parameters = Mapping[str, Parameter]


def check(
    schema: Parameters, given: Mapping[str, Any], field: str, operator: str
) -> Iterator[Problem]:
    """The problems of ``given`` under ``schema``; ``field`` is the way to the parameters."""
    for name in given:
        if name not in schema:
            yield _unknown(f"{field}.{name}", name, schema, operator)
    for name, parameter in schema.items():
        where = f"{field}.{name}"
        if given.get(name) is None:
            if parameter.required:
                zh = f"{operator} 缺少参数 {name}（{parameter.zh}），请补充"
                en = f"{operator} needs the parameter {name} ({parameter.en}); add it"
                yield Problem(where, "parameter_missing", zh, en)
        else:
            yield from _check_one(parameter, given[name], where, name)


def filled(schema: Parameters, given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` with the defaults of what it leaves out. It must have been checked."""
    return {
        name: parameter.default if given.get(name) is None else given[name]
        for name, parameter in schema.items()
    }


def _unknown(where: str, name: str, schema: Parameters, operator: str) -> Problem:
    if not schema:
        zh, en = f"{operator} 没有参数，请删去 {name}", f"{operator} has no parameters; drop {name}"
    else:
        zh, en = unknown_word(name, sorted(schema))
    return Problem(where, "parameter_unknown", zh, en)


def _check_one(parameter: Parameter, value: Any, where: str, name: str) -> Iterator[Problem]:
    if not _is(parameter, value):
        zh, en = _KINDS[parameter.kind]
        if parameter.choices:
            zh, en = (f"{word}：{', '.join(parameter.choices)}" for word in (zh, en))
        yield Problem(where, "parameter_kind", f"{name} 应为{zh}", f"{name} must be {en}")
        return
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return
    size = len(value) if isinstance(value, str) else value
    for bound, sign, zh, en in (
        (parameter.least, -1, "不得小于", "must be at least"),
        (parameter.most, 1, "不得大于", "must be at most"),
    ):
        if bound is not None and (size - bound) * sign > 0:
            text = f"{name} {zh} {bound:g}", f"{name} {en} {bound:g}"
            yield Problem(where, "parameter_bounds", *text)


def _is(parameter: Parameter, value: Any) -> bool:
    match parameter.kind:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return _number(value)
        case "text":
            return isinstance(value, str) and len(value) <= MOST_TEXT
        case "choice":
            return isinstance(value, str) and value in parameter.choices
        case "yes":
            return isinstance(value, bool)
        case "table":
            return _table(value)
        case "numbers":
            return _rising(value)
        case "date":
            return isinstance(value, str) and _date(value)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _table(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    entries = cast("Mapping[Any, Any]", value)
    return 0 < len(entries) <= MOST_ENTRIES and all(
        isinstance(old, str) and isinstance(new, str) for old, new in entries.items()
    )


def _rising(value: Any) -> bool:
    if not isinstance(value, (list, tuple)):
        return False
    numbers = list(cast("Iterable[Any]", value))
    return (
        2 <= len(numbers) <= MOST_ENTRIES
        and all(_number(one) for one in numbers)
        and all(one < other for one, other in pairwise(numbers))
    )


def _date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
