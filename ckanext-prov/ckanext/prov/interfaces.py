"""What other extensions may tell prov about the site's catalogue."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan.plugins.interfaces import Interface


class ICatalogue(Interface):
    """Which public datasets the catalogue of linked data lists, and what else shows in it."""

    def catalogue_conditions(self) -> list[sa.ColumnElement[bool]]:
        """Conditions on ``model.Package`` beside being public and active."""
        return []

    def catalogue_filter(self) -> str:
        """The same conditions for Solr, as an ``fq``; empty when there are none."""
        return ""

    def catalogue_version(self) -> str:
        """Changes with whatever shows in every dataset's description (vocabularies, trees)."""
        return ""

    def catalogue_subjects(self, entity: object) -> Iterable[str]:
        """IRIs by which ``entity``, an object of the model that is being changed, shows in
        descriptions of datasets."""
        return ()
