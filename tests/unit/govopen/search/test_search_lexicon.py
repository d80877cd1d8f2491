"""What is asked of the index about words, and how long the answer is good for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckanext.govopen.adapters.lexicon import FRESH, UNCACHED, SolrLexicon


class Index:
    """A stand-in for a Solr core that finds as many datasets as a clause has letters."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def search(self, q: str, **params: Any) -> SimpleNamespace:
        clauses = [clause.removeprefix(UNCACHED) for clause in params["facet.query"]]
        self.asked.append(clauses)
        found = {UNCACHED + clause: len(clause) for clause in clauses}
        return SimpleNamespace(facets={"facet_queries": found})


@pytest.fixture
def index() -> Index:
    return Index()


def lexicon(index: Index, times: list[float]) -> SolrLexicon:
    return SolrLexicon(index, clock=lambda: times.pop(0))  # type: ignore[arg-type]


def test_a_word_is_asked_for_once_while_its_count_is_fresh(index: Index):
    words = lexicon(index, [0.0, 1.0, FRESH - 0.1])
    assert words.counts(["a", "bb"]) == [1, 2]
    assert words.counts(["bb", "ccc", "a"]) == [2, 3, 1]
    assert words.counts(["a"]) == [1]
    assert index.asked == [["a", "bb"], ["ccc"]]


def test_an_old_count_is_asked_for_again(index: Index):
    words = lexicon(index, [0.0, FRESH])
    assert (words.counts(["a"]), words.counts(["a"])) == ([1], [1])
    assert index.asked == [["a"], ["a"]]


def test_a_clause_that_comes_twice_is_asked_for_once(index: Index):
    assert lexicon(index, [0.0]).counts(["a", "a"]) == [1, 1]
    assert index.asked == [["a"]]


def test_nothing_is_asked_about_nothing(index: Index):
    assert (lexicon(index, [0.0]).counts([]), index.asked) == ([], [])
