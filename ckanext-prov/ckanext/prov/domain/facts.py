"""What a document of provenance is built from: all of it what one reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.version import Version

People = Literal["role", "name"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another dataset that the reader may see, with the ids of its resources and their names."""

    id: str
    title: str
    resources: Mapping[str, str] = field(default_factory=lambda: cast("dict[str, str]", {}))


@dataclass(frozen=True, slots=True)
class Facts:
    """One dataset and what is known of how it came about.

    ``base``: the address of the site, as ckanext-dcat's ``catalog_uri()``. ``dataset``: as
    ``package_show`` gives it to the reader. ``entries``: its log in the order of numbers.
    ``versions``: in the order they were made. ``related``: by id, the other datasets that the
    reader may see; one that is not there is told of without a name, under an IRI that is an HMAC
    under ``key``. ``organizations``: titles by id. ``iris``: by id, the IRIs of the dataset and
    of resources whose IRI is not the usual one. ``people``: ``role`` tells nobody apart and names
    nobody; ``name`` shows who it was, as far as the log knows. ``locale``: the language that the
    metadata are written in; empty where that is not known.
    """

    base: str
    dataset: Mapping[str, Any]
    key: bytes
    entries: Sequence[Entry] = ()
    versions: Sequence[Version] = ()
    related: Mapping[str, Related] = field(default_factory=lambda: cast("dict[str, Related]", {}))
    organizations: Mapping[str, str] = field(default_factory=lambda: cast("dict[str, str]", {}))
    iris: Mapping[str, str] = field(default_factory=lambda: cast("dict[str, str]", {}))
    people: People = "role"
    locale: str = ""
