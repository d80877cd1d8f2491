"""The administrator's synonyms and question words, read again when a file changes.

They are in the folder of the setting ``ckanext.govopen.search.words``, by default the shipped
``schemas/synonyms``. A file with a mistake is reported in the log and the words read before stay.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from ckanext.govopen import config
from ckanext.govopen.domain.search import questions, synonyms
from ckanext.govopen.domain.search.questions import QuestionWords
from ckanext.govopen.domain.search.synonyms import SynonymError, Synonyms

log = logging.getLogger(__name__)
SHIPPED = Path(str(files("govopen_schemas"))) / "synonyms"
QUESTIONS = "questions.yaml"
LOOK_EVERY: Final = 5.0
"""Seconds between two looks at the files' times."""


@dataclass(frozen=True)
class Words:
    synonyms: Synonyms
    questions: QuestionWords


@dataclass
class _Kept:
    looked: float
    times: tuple[tuple[str, int], ...]
    words: Words


_kept: _Kept | None = None


def current() -> Words:
    """The words now in force. Raises SynonymError when the first reading fails."""
    global _kept
    now = time.monotonic()
    if _kept and now - _kept.looked < LOOK_EVERY:
        return _kept.words
    folder = Path(config.search_words() or SHIPPED)
    times = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yaml")))
    if _kept and times == _kept.times:
        _kept.looked = now
        return _kept.words
    try:
        words = read(folder)
    except SynonymError:
        if _kept is None:
            raise
        log.exception("Search words were not read again")
        words = _kept.words
    _kept = _Kept(now, times, words)
    return words


def read(folder: Path) -> Words:
    """Read and check a folder of words. Raises SynonymError with file, entry and remedy."""
    asked = folder / QUESTIONS
    found = questions.load(asked if asked.exists() else SHIPPED / QUESTIONS)
    return Words(synonyms.load(folder), found)
