"""Words that mean the same, read from the files an administrator edits (``schemas/synonyms``).

A file holds ``groups`` (lists of equal words) and ``oneway`` (a word and the narrower ones that
also answer it). Words are matched inside longer text, the longest first, also by their pinyin
initials (fgw finds 发改委).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml
from ckanext.govopen.domain import safe_yaml

from .normal import normalise
from .pinyin import initials, syllables

MAX_ALTERNATIVES = 10


class SynonymError(ValueError):
    """A synonym file cannot be used; the message names the file, the entry and the remedy."""


@dataclass(frozen=True)
class Synonyms:
    """``words``: each known word with its equals, in the file's order; ``also``: each with the
    ones that answer it one way; ``sounds``: words by their pinyin."""

    words: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    sounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def alternatives(self, word: str) -> tuple[str, ...]:
        """Other words for ``word``; empty when there are none."""
        return self.words.get(word, ())

    def related(self, word: str) -> tuple[str, ...]:
        """Words that also answer ``word`` though they mean less, or what became of it."""
        return self.also.get(word, ())

    def by_sound(self, letters: str) -> tuple[str, ...]:
        """Words whose initials or whole pinyin are ``letters``."""
        return self.sounds.get(letters, ())

    def department_names(self, title: str) -> tuple[str, ...]:
        """Other names of a department, from the longest known word in its title.

        >>> build([["发展和改革委员会", "发改委"]]).department_names("贵州省发展和改革委员会")
        ('发改委',)
        """
        known = [word for word, is_known in self.carve(normalise(title)) if is_known]
        return self.alternatives(max(known, key=len)) if known else ()

    def carve(self, text: str) -> list[tuple[str, bool]]:
        """``text`` cut into known words (True) and what lies between them (False)."""
        longest = max(map(len, self.words), default=0)
        pieces: list[tuple[str, bool]] = []
        between, at = "", 0
        while at < len(text):
            for size in range(min(longest, len(text) - at), 1, -1):
                if text[at : at + size] in self.words:
                    pieces += [(between, False)] if between else []
                    pieces.append((text[at : at + size], True))
                    between, at = "", at + size
                    break
            else:
                between, at = between + text[at], at + 1
        return [*pieces, (between, False)] if between else pieces


def load(folder: Path) -> Synonyms:
    """Read every ``*.yaml`` of ``folder``. Raises :class:`SynonymError` for a malformed file."""
    groups: list[list[str]] = []
    oneway: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = _read(path)
        groups += [_words(path, g) for g in _list(path, content, "groups")]
        for entry in _list(path, content, "oneway"):
            word, answers = _oneway(path, entry)
            oneway.setdefault(word, []).extend(answers)
    return build(groups, oneway)


def build(groups: Iterable[list[str]], oneway: Mapping[str, list[str]] | None = None) -> Synonyms:
    """Make :class:`Synonyms` of groups of equal words and one-way answers."""
    words: dict[str, dict[str, None]] = {}
    for group in groups:
        for word in group:
            words.setdefault(word, {}).update(dict.fromkeys(w for w in group if w != word))
    also = {word: _first(w for w in found if w != word) for word, found in (oneway or {}).items()}
    table = {word: _first(words.get(word, ())) for word in dict.fromkeys([*words, *also])}
    sounds: dict[str, dict[str, None]] = {}
    for word in table:
        for sound in (initials(word), "".join(syllables(word))):
            if len(sound) > 1:
                sounds.setdefault(sound, {})[word] = None
    return Synonyms(table, also, {sound: _first(found) for sound, found in sounds.items()})


def _first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MAX_ALTERNATIVES]


def _read(path: Path) -> dict[str, Any]:
    try:
        content: object = safe_yaml.read(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise SynonymError(f"{path.name}: 不是有效的 YAML / is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise SynonymError(f"{path.name}: 顶层应为映射 / the top level must be a mapping")
    return cast("dict[str, Any]", content)


def _list(path: Path, content: dict[str, Any], key: str) -> list[Any]:
    value: object = content.get(key) or []
    if not isinstance(value, list):
        raise SynonymError(f"{path.name}: {key} 应为列表 / {key} must be a list")
    return cast("list[Any]", value)


def _words(path: Path, entry: object) -> list[str]:
    if isinstance(entry, list):
        words = [normalise(w) for w in cast("list[object]", entry) if isinstance(w, str)]
        if len(words) == len(cast("list[object]", entry)) >= 2 and all(words):
            return words
    raise SynonymError(f"{path.name}: 每组至少两个词 / a group needs two words or more: {entry!r}")


def _oneway(path: Path, entry: object) -> tuple[str, list[str]]:
    if isinstance(entry, dict):
        item = cast("dict[str, object]", entry)
        word, answers = item.get("word"), item.get("also")
        if isinstance(word, str) and isinstance(answers, list):
            found = [normalise(str(a)) for a in cast("list[object]", answers)]
            return normalise(word), found
    raise SynonymError(f"{path.name}: oneway 需要 word 和 also / needs word and also: {entry!r}")
