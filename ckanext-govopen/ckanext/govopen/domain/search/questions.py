"""What is not asked for in a question: 请问贵阳市有哪些医院 asks for 贵阳市 医院.

The words come from ``schemas/synonyms/questions.yaml``, which an administrator edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from ckanext.govopen.domain import safe_yaml

from .normal import normalise
from .synonyms import SynonymError


@dataclass(frozen=True)
class QuestionWords:
    """``phrases`` are dropped wherever they stand, ``particles`` when they stand as words of
    their own, ``weak`` words rank but are not required (信息, 数据)."""

    phrases: tuple[str, ...] = ()
    particles: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Any phrase; Latin ones as whole words only, or "show tools" would ask how to."""
        parts = (rf"\b{re.escape(p)}\b" if p.isascii() else re.escape(p) for p in self.phrases)
        return re.compile("|".join(parts))

    def content(self, text: str) -> str:
        """``text`` with question phrases replaced by spaces; all of it when nothing would stay."""
        if not self.phrases:
            return text
        kept = " ".join(self._pattern.sub(" ", text).split())
        return kept if any(c.isalnum() for c in kept) else text


def load(path: Path) -> QuestionWords:
    """Read the YAML file; raises :class:`SynonymError` when a list is not a list of words."""
    content: object = safe_yaml.read(path.read_text("utf-8"))
    if not isinstance(content, dict):
        raise SynonymError(f"{path.name}: 顶层应为映射 / the top level must be a mapping")
    lists = cast("dict[str, Any]", content)
    phrases = sorted(_words(path, lists, "phrases"), key=len, reverse=True)
    return QuestionWords(
        tuple(phrases),
        frozenset(_words(path, lists, "particles")),
        frozenset(_words(path, lists, "weak")),
    )


def _words(path: Path, lists: dict[str, Any], key: str) -> list[str]:
    value: object = lists.get(key) or []
    if not isinstance(value, list):
        raise SynonymError(f"{path.name}: {key} 应为列表 / {key} must be a list")
    words = [normalise(str(word)) for word in cast("list[object]", value)]
    return [word for word in words if word]
