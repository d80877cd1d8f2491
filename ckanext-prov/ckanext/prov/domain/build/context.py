"""What the parts of a build share: the facts, the document, and how to speak of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.facts import Facts
from ckanext.prov.domain.model import Document, Text, tagged
from ckanext.prov.domain.terms import Iri


@dataclass(slots=True)
class Build:
    """A document on the way. ``current`` tells, by IRI, what state of a thing is the last."""

    facts: Facts
    document: Document
    dataset: Iri
    current: dict[Iri, Iri] = field(default_factory=dict[Iri, Iri])

    @property
    def dataset_id(self) -> str:
        return str(self.facts.dataset["id"])

    @property
    def here(self) -> Iri:
        """The dataset as this site has it, below its own address.

        That is another thing than the dataset itself where that has its IRI elsewhere: it was
        harvested, and has states and versions both there and here.
        """
        if self.dataset.startswith(f"{self.facts.base.rstrip('/')}/"):
            return self.dataset
        return iris.dataset(self.facts.base, self.dataset_id)

    def resource(self, resource_id: str) -> Iri:
        """The IRI of a resource of the dataset."""
        known = iris.address(self.facts.iris.get(resource_id))
        return known or iris.resource(self.facts.base, self.dataset_id, resource_id)

    def text(self, value: str) -> Text | None:
        """A text that people wrote, in the language of the metadata; None for an empty one."""
        return tagged(value, self.facts.locale) if value else None


def begin(facts: Facts) -> Build:
    """An empty document about the dataset of ``facts``. Raises ValueError when it has no id."""
    dataset: Mapping[str, Any] = facts.dataset
    if not dataset.get("id"):
        raise ValueError("dataset: it has no id")
    known = iris.address(facts.iris.get(str(dataset["id"])))
    subject = known or iris.dataset(facts.base, str(dataset["id"]))
    return Build(facts, Document(subject, f"{facts.base.rstrip('/')}/"), subject)
