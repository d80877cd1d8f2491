"""What a document of provenance is built from: all of it what one reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.version import Version

Names = Literal["none", "departments", "people"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another dataset that the reader may see, with the ids of its resources and their names."""

    id: str
    title: str
    resources: Mapping[str, str] = field(default_factory=lambda: cast("dict[str, str]", {}))


@dataclass(frozen=True, slots=True)
class Derivation:
    """A declaration: the dataset, or its ``resource_id``, derives from one source.

    The source is a dataset, a resource of a dataset, or the address of something elsewhere.
    """

    resource_id: str = ""
    source_dataset_id: str = ""
    source_resource_id: str = ""
    source_iri: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """One dataset and what is known of how it came about.

    ``base``: the address of the site, as ckanext-dcat's ``catalog_uri()``. ``dataset``: as
    ``package_show`` gives it to the reader. ``entries``: its log, in the order in which things
    happened.
    ``versions``: in the order they were made. ``derivations``: what was declared, beside the field
    ``derived_from`` of the dataset and its resources. ``related``: by id, the other datasets that
    the reader may see; one that is not there is told of without a name, under an IRI that is an
    HMAC under ``key``. ``organizations``: titles by id. ``iris``: by id, the IRIs of the dataset
    and of resources whose IRI is not the usual one. ``names``: ``none`` tells the role alone of
    those who acted, ``departments`` their department too, ``people`` who it was, as far as the log
    knows. ``locale``: the language that the metadata are written in; empty where that is not
    known.
    """

    base: str
    dataset: Mapping[str, Any]
    key: bytes
    entries: Sequence[Entry] = ()
    versions: Sequence[Version] = ()
    derivations: Sequence[Derivation] = ()
    related: Mapping[str, Related] = field(default_factory=lambda: cast("dict[str, Related]", {}))
    organizations: Mapping[str, str] = field(default_factory=lambda: cast("dict[str, str]", {}))
    iris: Mapping[str, str] = field(default_factory=lambda: cast("dict[str, str]", {}))
    names: Names = "departments"
    locale: str = ""
