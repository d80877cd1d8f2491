"""Graphs of datasets by the site's profiles, one graph for each dataset."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from copy import copy
from functools import cache
from typing import Any, Final, Literal

from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from rdflib import DCAT, RDF, Graph, URIRef

Place = Literal["catalogue", "dataset"]

place: Final[ContextVar[Place]] = ContextVar("place", default="dataset")
"""Where the graph that is being built will stand: in a catalogue, or alone."""


class _PlainGraph(Graph):
    """A graph without prefixes: each profile binds dozens of them, and our lines need none."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")

    def bind(self, *args: Any, **kwargs: Any) -> None:
        """Bind nothing."""


def graph(shown: Mapping[str, Any], stands: Place) -> tuple[Graph, URIRef]:
    """The graph of a dataset (the dict of ``package_show``), and its IRI.

    In a catalogue it says as well which catalogue lists the dataset.
    """
    serializer = _serializer(tuple(config.rdf_profiles()))
    token = place.set(stands)
    try:
        if stands == "catalogue":
            # Profiles that nest catalogues look for the one above all of them.
            serializer.g.add((URIRef(catalog_uri()), RDF.type, DCAT.Catalog))
        ref = serializer.graph_from_dataset(dict(shown))
        if stands == "catalogue":
            _list(serializer, dict(shown), ref)
    finally:
        place.reset(token)
    return serializer.g, ref


def root() -> tuple[Graph, URIRef]:
    """What is said of the whole catalogue, and its IRI."""
    serializer = _serializer(tuple(config.rdf_profiles()))
    ref = serializer.graph_from_catalog({})
    return serializer.g, ref


def forget_publishers(number: int | None) -> None:
    """ckanext-dcat keeps publishers as long as the process lives; forget them when one changed.

    ``number`` is that of the surroundings (:class:`..model.SurroundingsRow`); None: always.
    """
    global _publishers_at
    if number is None or _publishers_at != number:
        RDFProfile._org_cache.clear()
        _publishers_at = number


_publishers_at: int | None = None


def _list(serializer: RDFSerializer, shown: dict[str, Any], ref: URIRef) -> None:
    root_ref = URIRef(catalog_uri())
    if not serializer._add_source_catalog(root_ref, shown, ref):
        serializer.g.add((root_ref, DCAT.dataset, ref))


@cache
def _prototype(profiles: tuple[str, ...]) -> RDFSerializer:
    # Profiles are the site's: a reader chooses none, for a foreign one misreads the fields.
    return RDFSerializer(profiles=list(profiles))


def _serializer(profiles: tuple[str, ...]) -> RDFSerializer:
    serializer = copy(_prototype(profiles))
    serializer.g = _PlainGraph()
    return serializer
