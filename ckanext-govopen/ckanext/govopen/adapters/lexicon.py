"""What the search index knows of words: one small request before a search that has words in it.

Only public datasets are counted, whoever the reader is, so that the form of an answer never tells
of a hidden dataset.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pysolr

PUBLIC = ("+state:active", "+capacity:public", '+permission_labels:"public"')
UNCACHED = "{!lucene cache=false}"  # counts of chance words must not push filters out of the cache
REMEMBERED = 5000  # segmented texts, and counts, kept in a process, some 200 bytes each
FRESH = 30.0  # seconds that a count is good for: a reader turns pages and narrows in that time


class SolrLexicon:
    """:class:`ckanext.govopen.domain.search.query.Lexicon` over a Solr core or collection."""

    def __init__(
        self,
        solr: pysolr.Solr,
        filters: Sequence[str] = PUBLIC,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._solr, self._filters, self._clock = solr, list(filters), clock
        self._segmented: dict[str, list[str]] = {}
        self._counted: dict[str, tuple[float, int]] = {}

    def words(self, text: str) -> list[str]:
        """Words of ``text`` by the analyser of the field ``title_words``. Raises SolrError."""
        if text not in self._segmented:
            if len(self._segmented) >= REMEMBERED:
                self._segmented.clear()
            self._segmented[text] = self._segment(text)
        return self._segmented[text]

    def _segment(self, text: str) -> list[str]:
        answer: Any = self._solr.search(
            "",
            search_handler="analysis/field",
            **{"analysis.fieldname": "title_words", "analysis.fieldvalue": text},
        )
        stages = answer.raw_response["analysis"]["field_names"]["title_words"]["index"]
        return [token["text"] for token in stages[-1]]

    def counts(self, clauses: Sequence[str]) -> list[int]:
        """How many public datasets match each clause, or matched some seconds ago.

        What a search finds does not hang on it, only how many of its words must match. Raises
        ``pysolr.SolrError``.
        """
        now = self._clock()
        known = {
            clause: kept[1]
            for clause in clauses
            if (kept := self._counted.get(clause)) and now - kept[0] < FRESH
        }
        missing = [clause for clause in dict.fromkeys(clauses) if clause not in known]
        if missing:
            if len(self._counted) >= REMEMBERED:
                self._counted.clear()
            known |= self._ask(missing)
            self._counted.update((clause, (now, known[clause])) for clause in missing)
        return [known[clause] for clause in clauses]

    def _ask(self, clauses: Sequence[str]) -> dict[str, int]:
        asked = {clause: UNCACHED + clause for clause in clauses}
        probe = {"fq": self._filters, "rows": 0, "facet": "true", "facet.query": [*asked.values()]}
        answer: Any = self._solr.search("*:*", **probe)
        found: dict[str, int] = answer.facets["facet_queries"]
        return {clause: found[asked[clause]] for clause in clauses}
