"""What the search index knows of words: one small request before a search that has words in it.

Only public datasets are counted, whoever the reader is, so that the form of an answer never tells
of a hidden dataset.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pysolr

PUBLIC = ("+state:active", "+capacity:public", '+permission_labels:"public"')
UNCACHED = "{!lucene cache=false}"  # counts of chance words must not push filters out of the cache
REMEMBERED = 5000  # segmented texts kept in a process, some 200 bytes each


class SolrLexicon:
    """:class:`ckanext.govopen.domain.search.query.Lexicon` over a Solr core or collection."""

    def __init__(self, solr: pysolr.Solr, filters: Sequence[str] = PUBLIC):
        self._solr, self._filters = solr, list(filters)
        self._segmented: dict[str, list[str]] = {}

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
        """How many public datasets match each clause. Raises ``pysolr.SolrError``."""
        if not clauses:
            return []
        asked = {clause: UNCACHED + clause for clause in clauses}
        probe = {"fq": self._filters, "rows": 0, "facet": "true", "facet.query": [*asked.values()]}
        answer: Any = self._solr.search("*:*", **probe)
        found: dict[str, int] = answer.facets["facet_queries"]
        return [found[asked[clause]] for clause in clauses]
