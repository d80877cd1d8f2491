"""JMESPath and placeholders, compiled when a profile is loaded and evaluated on each record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import quote

import jmespath
from ckanext.govopen.domain.harvest.keys import FILTERS
from jmespath.exceptions import JMESPathError

_PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_KEYS: Final = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$")
_BAR: Final = re.compile(r"(?<!\|)\|(?!\|)")
_NAME: Final = re.compile(r"^\s*!*\(*\s*([A-Za-z_][A-Za-z0-9_]*)")


class ExpressionError(ValueError):
    """An expression that cannot be compiled, or fails on the data it meets."""


@dataclass(frozen=True)
class Path:
    """A compiled JMESPath expression."""

    text: str
    compiled: Any
    keys: tuple[str, ...] = ()

    def __call__(self, data: Any) -> Any:
        """What the expression finds in ``data``; None when nothing. Raises ExpressionError."""
        if self.keys:
            return _walked(self.keys, data)
        try:
            return self.compiled.search(data)
        except (JMESPathError, TypeError, AttributeError) as error:
            raise ExpressionError(f"{self.text}: {error}") from error


def compile_path(text: str) -> Path:
    """Compile JMESPath ``text``; raises ExpressionError with the reason."""
    try:
        compiled = cast("Any", jmespath).compile(text)
    except (JMESPathError, ValueError) as error:
        raise ExpressionError(str(error).splitlines()[0]) from error
    # Most paths are keys alone: to walk them takes a tenth of the time of JMESPath's visitor.
    return Path(text, compiled, tuple(text.split(".")) if _KEYS.match(text) else ())


def _walked(keys: tuple[str, ...], data: Any) -> Any:
    for key in keys:
        if not isinstance(data, dict):
            return None
        data = cast("dict[str, Any]", data).get(key)
    return data


@dataclass(frozen=True)
class _Hole:
    path: Path
    filters: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """Text with placeholders ``{expression|filter}`` over a context of names."""

    text: str
    parts: tuple[str | _Hole, ...]

    @property
    def names(self) -> set[str]:
        """The context names the placeholders begin with."""
        found = (_NAME.match(part.path.text) for part in self.parts if isinstance(part, _Hole))
        return {hit[1] for hit in found if hit}

    def value(self, context: Mapping[str, Any]) -> Any:
        """The value: of its own type when the template is a single placeholder, else text."""
        if len(self.parts) == 1 and isinstance(self.parts[0], _Hole):
            hole = self.parts[0]
            found = hole.path(context)
            return found if not hole.filters else _filtered(found, hole.filters)
        return self.filled(context)

    def filled(self, context: Mapping[str, Any], *, url: bool = False) -> str:
        """The text with each placeholder filled.

        In a ``url`` each placeholder but one that opens it is percent-encoded, "/" included,
        unless it has the filter ``raw``.
        """
        done: list[str] = []
        for number, part in enumerate(self.parts):
            if isinstance(part, str):
                done.append(part)
                continue
            text = _filtered(part.path(context), part.filters)
            if url and number > 0 and "raw" not in part.filters and "quote" not in part.filters:
                text = quote(text, safe="")
            done.append(text)
        return "".join(done)


def compile_template(text: str) -> Template:
    """Compile ``text``; ``{{`` and ``}}`` are braces themselves. Raises ExpressionError."""
    parts: list[str | _Hole] = []
    position = 0
    for hit in _PLACEHOLDER.finditer(text):
        if hit.start() > position:
            parts.append(text[position : hit.start()])
        position = hit.end()
        if hit[1] is None:
            parts.append(hit[0][0])
        else:
            parts.append(_hole(hit[1]))
    if position < len(text):
        parts.append(text[position:])
    return Template(text, _joined(parts))


def _joined(parts: list[str | _Hole]) -> tuple[str | _Hole, ...]:
    """``parts`` with neighbouring texts put together."""
    joined: list[str | _Hole] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _hole(text: str) -> _Hole:
    expression, *filters = (piece.strip() for piece in _BAR.split(text))
    unknown = [name for name in filters if name not in FILTERS]
    if unknown:
        known = ", ".join(FILTERS)
        raise ExpressionError(f"filter {unknown[0]} of {{{text}}} is not known; there are: {known}")
    return _Hole(compile_path(expression), tuple(filters))


def _filtered(value: Any, filters: tuple[str, ...]) -> str:
    text = as_text(value)
    for name in filters:
        match name:
            case "quote":
                text = quote(text, safe="")
            case "underscore":
                text = text.replace("/", "_")
            case "lower":
                text = text.lower()
            case "upper":
                text = text.upper()
            case "digits":
                text = "".join(char for char in text if char.isdigit())
            case _:
                pass
    return text


def as_text(value: Any) -> str:
    """``value`` as it is written in a URL or a form: None is empty, true is ``true``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Body:
    """Data with templates at its leaves: a JSON body, a form, parameters."""

    shape: Any

    def filled(self, context: Mapping[str, Any]) -> Any:
        """The data with every template replaced by its value."""
        return _fill(self.shape, context)

    @property
    def templates(self) -> list[Template]:
        """Every template in the data."""
        return _leaves(self.shape)


def compile_body(data: Any) -> Body:
    """Compile every text in ``data``; raises ExpressionError."""
    return Body(_compile(data))


def _compile(data: Any) -> Any:
    if isinstance(data, str):
        return compile_template(data)
    if isinstance(data, dict):
        return {key: _compile(value) for key, value in cast("dict[str, Any]", data).items()}
    if isinstance(data, list):
        return [_compile(value) for value in cast("list[Any]", data)]
    return data


def _fill(shape: Any, context: Mapping[str, Any]) -> Any:
    if isinstance(shape, Template):
        return shape.value(context)
    if isinstance(shape, dict):
        return {key: _fill(value, context) for key, value in cast("dict[str, Any]", shape).items()}
    if isinstance(shape, list):
        return [_fill(value, context) for value in cast("list[Any]", shape)]
    return shape


def _leaves(shape: Any) -> list[Template]:
    if isinstance(shape, Template):
        return [shape]
    if isinstance(shape, dict):
        return [leaf for value in cast("dict[str, Any]", shape).values() for leaf in _leaves(value)]
    if isinstance(shape, list):
        return [leaf for value in cast("list[Any]", shape) for leaf in _leaves(value)]
    return []
