"""A stand-in for the index: it cuts text by a list of words and knows what it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ckanext.govopen.domain.search import query, questions, synonyms

WORDS = Path(__file__).resolve().parents[4] / "schemas" / "synonyms"


@dataclass
class Lexicon:
    """``unknown`` are texts that no dataset has; ``together`` have all words of a query."""

    dictionary: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    together: int = 9
    asked: list[str] = field(default_factory=list)

    def words(self, text: str) -> list[str]:
        options = sorted(self.dictionary, key=len, reverse=True)
        return re.findall("|".join([*map(re.escape, options), "."]), text)

    def counts(self, clauses: Sequence[str]) -> list[int]:
        self.asked += clauses
        found = [0 if any(f'"{u}"' in c for u in self.unknown) else 9 for c in clauses]
        return [*found[:-1], min(found[-1], self.together)]


Build = Callable[..., query.SearchQuery]


@pytest.fixture(scope="session")
def shipped() -> synonyms.Synonyms:
    return synonyms.load(WORDS)


@pytest.fixture(scope="session")
def asked() -> questions.QuestionWords:
    return questions.load(WORDS / "questions.yaml")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.fixture
def build(shipped: synonyms.Synonyms, asked: questions.QuestionWords) -> Build:
    """Builds a query with the shipped words: ``build(text, dictionary=..., unknown=...)``."""

    def make(text: str, **known: object) -> query.SearchQuery:
        made = query.build(text, Lexicon(**known), shipped, asked)  # type: ignore[arg-type]
        assert made is not None
        return made

    return make
