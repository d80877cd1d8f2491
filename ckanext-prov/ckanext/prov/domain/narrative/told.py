"""An entry that is being told, with the phrases that its sentences share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from ckanext.prov.domain.narrative import words as phrases
from ckanext.prov.domain.narrative.who import subject
from ckanext.prov.domain.narrative.words import Known, Words
from ckanext.prov.domain.record import Entry


@dataclass(frozen=True, slots=True)
class Told:
    """``entry`` in ``words``, with the names of ``known``."""

    entry: Entry
    words: Words
    known: Known

    @property
    def who(self) -> str:
        return subject(self.words, self.known, self.entry)

    @property
    def resource(self) -> str:
        """The resource that the entry is about."""
        ident = self.entry.resource_id
        for one in (*self.entry.generated, *self.entry.used):
            if not ident and one.kind in ("resource", "file"):
                return phrases.entity(self.words, self.known, one)
        if not ident:
            return self.words.gettext("a file")
        return phrases.resource(self.words, self.known, ident)

    @property
    def sources(self) -> str:
        """What was used, without the thing that the entry is about; each name once."""
        own = (self.known.dataset_id, self.entry.resource_id)
        names = [
            phrases.entity(self.words, self.known, one)
            for one in self.entry.used
            if one.id not in own
        ]
        return phrases.listed(self.words, dict.fromkeys(names))

    @property
    def fields(self) -> list[str]:
        """Labels of the metadata fields that changed; none where they are not shown."""
        named = self.entry.details.get("fields")
        if not isinstance(named, list | tuple):
            return []
        return [self.known.field(str(name)) for name in cast("list[object]", named)]

    @property
    def listed_fields(self) -> str:
        return phrases.listed(self.words, self.fields)

    def count(self, name: str) -> int:
        """How many the detail ``name`` tells of; 0 when it tells of none."""
        return phrases.count_of(self.entry.details.get(name))

    def action(self) -> str:
        """What became of the dataset in a harvest: create, update, withdraw, restore."""
        return str(self.entry.details.get("action") or "")
