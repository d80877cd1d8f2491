"""Patterns of a department's own, from YAML: what no package knows.

The patterns run on RE2, whose time grows with the length of the text and nothing else: there is no
pattern that makes it slow (no back-references, no look-around), whoever wrote it. Length and memory
are bounded all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

import re2  # pyright: ignore[reportMissingTypeStubs]
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

LONGEST: Final = 500
"""Characters of a pattern."""
MEMORY: Final = 1 << 20
"""Bytes that RE2 may take for a pattern: a few thousand states."""
MOST: Final = 100
"""Patterns of one file."""
_KEYS: Final = frozenset(
    {"name", "zh", "en", "pattern", "sensitivity", "headers", "never", "certainty", "context"}
)


class BadPattern(ValueError):
    """A pattern that cannot be used: ``name`` of the entry, ``field`` of it, and ``why``."""

    def __init__(self, name: str, field: str, why: str) -> None:
        super().__init__(f"{name}: {field}: {why}")
        self.name, self.field, self.why = name, field, why


class OwnPattern(Detector):
    """One pattern. With ``context`` it is probable only beside its header words."""

    rank = 70

    def __init__(self, entry: Mapping[str, object]) -> None:
        """``entry`` has ``name``, ``pattern`` and the optional keys. Raises BadPattern."""
        name = _text(entry, "name", "?")
        if unknown := sorted(set(entry) - _KEYS):
            raise BadPattern(name, unknown[0], f"not known; there are {', '.join(sorted(_KEYS))}")
        if not name.isidentifier() or not name.isascii():
            raise BadPattern(name, "name", "must be letters, digits and underscores")
        self.name = name
        self.zh, self.en = _text(entry, "zh", name, name), _text(entry, "en", name, name)
        self.sensitivity = _one(Sensitivity, entry, "sensitivity", name, Sensitivity.DIRECT)
        self.headers = Headers(_words(entry, "headers", name), _words(entry, "never", name))
        named = str(entry.get("certainty", "suspect")).upper()
        if named not in Certainty.__members__:
            raise BadPattern(name, "certainty", "must be suspect, probable or certain")
        self._certainty = Certainty[named]
        self._cue = Cue.of(self.headers.words, self.headers.never)
        self._context = bool(entry.get("context", False))
        self._pattern = _compiled(_text(entry, "pattern", name), name)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """The matches that are not empty; one step more certain beside its words."""
        for match in self._pattern.finditer(seen.text):
            start, end = match.span()
            if start == end:
                continue
            weight = self._cue.weigh(seen, start, end)
            if weight < 0 or (self._context and weight == 0):
                continue
            raised = weight > 0 and self._certainty is Certainty.SUSPECT
            certainty = Certainty.PROBABLE if raised else self._certainty
            yield seen.finding(self.name, start, end, certainty)


def patterns(entries: object) -> tuple[OwnPattern, ...]:
    """The detectors of a list of entries, as read from YAML. Raises BadPattern."""
    if not isinstance(entries, list):
        raise BadPattern("detectors", "detectors", "must be a list")
    rows = cast("list[object]", entries)
    if len(rows) > MOST:
        raise BadPattern("detectors", "detectors", f"more than {MOST}")
    found: list[OwnPattern] = []
    for row in rows:
        if not isinstance(row, Mapping):
            raise BadPattern("detectors", "detectors", "each must be a mapping")
        found.append(OwnPattern(cast("Mapping[str, object]", row)))
    return tuple(found)


def _compiled(pattern: str, name: str) -> Any:
    if len(pattern) > LONGEST:
        raise BadPattern(name, "pattern", f"longer than {LONGEST} characters")
    options: Any = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    try:
        compiled: Any = cast("Any", re2).compile(pattern, options)
    except cast("type[Exception]", cast("Any", re2).error) as error:
        why = error.args[0] if error.args else "not a pattern"
        text = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise BadPattern(name, "pattern", text) from None
    if compiled.search("") is not None:
        raise BadPattern(name, "pattern", "matches an empty text")
    return compiled


def _text(entry: Mapping[str, object], field: str, name: str, default: str | None = None) -> str:
    value = entry.get(field, default)
    if not isinstance(value, str) or not value.strip():
        raise BadPattern(name, field, "must be a text")
    return value


def _words(entry: Mapping[str, object], field: str, name: str) -> tuple[str, ...]:
    value = entry.get(field, [])
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadPattern(name, field, "must be a list of words")
    words = [word for word in cast("Sequence[object]", value) if isinstance(word, str) and word]
    if len(words) != len(cast("Sequence[object]", value)) or len(words) > MOST:
        raise BadPattern(name, field, f"must be a list of at most {MOST} words")
    return tuple(words)


def _one(
    kinds: type[Sensitivity],
    entry: Mapping[str, object],
    field: str,
    name: str,
    default: Sensitivity,
) -> Sensitivity:
    try:
        return kinds(entry.get(field, default))
    except ValueError:
        allowed = ", ".join(kind.value for kind in kinds)
        raise BadPattern(name, field, f"must be one of {allowed}") from None
