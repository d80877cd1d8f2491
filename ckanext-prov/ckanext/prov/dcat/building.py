"""Graphs of datasets by the site's profiles, one graph for each dataset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from copy import copy
from functools import cache
from typing import Any, Final, Literal

import ckan.plugins.toolkit as tk
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from rdflib import DCAT, RDF, Graph, URIRef

from .quick import quickened
from .shelf import PlainGraph

Place = Literal["catalogue", "dataset"]

LEFT_OUT: Final = dict.fromkeys(
    (
        "include_dataset_count",
        "include_datasets",
        "include_followers",
        "include_groups",
        "include_users",
    ),
    False,
)
"""Of a department, what no publisher tells."""
place: Final[ContextVar[Place]] = ContextVar("place", default="dataset")
"""Where the graph that is being built will stand: in a catalogue, or alone."""


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


def remember_publishers(ids: Iterable[str], number: int | None) -> None:
    """Have the departments ``ids`` where ckanext-dcat looks for publishers.

    It keeps them for as long as the process lives, and asks for each with its members and the
    number of its datasets. ``number`` is that of the surroundings
    (:class:`..model.SurroundingsRow`): with another one all are forgotten; with None always.
    """
    global _publishers_at
    known = RDFProfile._org_cache
    if number is None or _publishers_at != number:
        known.clear()
        _publishers_at = number
    for one in set(ids) - known.keys():
        with suppress(tk.ObjectNotFound):
            known[one] = tk.get_action("organization_show")(
                {"ignore_auth": True, "user": ""}, {"id": one, **LEFT_OUT}
            )


_publishers_at: int | None = None


def _list(serializer: RDFSerializer, shown: dict[str, Any], ref: URIRef) -> None:
    root_ref = URIRef(catalog_uri())
    if not serializer._add_source_catalog(root_ref, shown, ref):
        serializer.g.add((root_ref, DCAT.dataset, ref))


@cache
def _prototype(profiles: tuple[str, ...]) -> RDFSerializer:
    # Profiles are the site's: a reader chooses none, for a foreign one misreads the fields.
    found = RDFSerializer(profiles=list(profiles))
    found._profiles = [quickened(profile) for profile in found._profiles]
    return found


def _serializer(profiles: tuple[str, ...]) -> RDFSerializer:
    serializer = copy(_prototype(profiles))
    serializer.g = PlainGraph()
    return serializer
