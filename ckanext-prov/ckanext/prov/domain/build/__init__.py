"""From what is known of a dataset to a document of its provenance; one noun to a file."""

from __future__ import annotations

from ckanext.prov.domain.build import activity, dataset, derivation, distribution, version
from ckanext.prov.domain.build.context import begin
from ckanext.prov.domain.build.entity import Entities
from ckanext.prov.domain.facts import Facts
from ckanext.prov.domain.model import Document

__all__ = ["document"]


def document(facts: Facts) -> Document:
    """The document about the dataset of ``facts``. Equal facts give documents alike to the byte.

    Raises ValueError when the dataset has no id, or the key for what is not public is too short.
    """
    build = begin(facts)
    dataset.describe(build)
    distribution.describe(build)
    version.describe(build)
    entities = Entities(build)
    activity.describe(build, entities)
    derivation.describe(build, entities)
    return build.document
