"""What other extensions may tell the index about the site's catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from ckan.plugins.interfaces import Interface


class Place(NamedTuple):
    """An administrative division: code (GB/T 2260, or longer), level, and name."""

    code: str
    level: Literal["province", "city", "county", "town"]
    name: str


class IOpenIndex(Interface):
    """Fields of datasets that stock CKAN has not, and where departments belong."""

    def openindex_counts(self, dataset: Mapping[str, Any]) -> bool:
        """Whether a public dataset is one of those whose openness is measured."""
        return True

    def openindex_facts(
        self, dataset: Mapping[str, Any], department: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Fields of :class:`..domain.facts.DatasetFacts` that replace those of stock CKAN.

        ``dataset`` is :class:`..adapters.reading.Dataset.fields`: columns and extras as stored,
        ``resources``, ``tags``, ``groups``; ``department`` the columns and extras of its
        organization, empty without one. Called for thousands at a time: it must not ask the
        database for each.
        """
        return {}

    def openindex_resource(self, resource: Mapping[str, Any]) -> Mapping[str, Any]:
        """Fields of :class:`..domain.facts.ResourceFacts` that replace those of stock CKAN."""
        return {}

    def openindex_places(self, department: Mapping[str, Any]) -> Sequence[Place]:
        """The divisions a department belongs to, from the nearest up to the province."""
        return ()

    def openindex_index(self, dataset_ids: Sequence[str]) -> bool:
        """Bring datasets up to date in the search index, faster than one by one, without a commit.

        Returns whether that was done; CKAN's own way is taken otherwise.
        """
        return False
