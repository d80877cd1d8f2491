"""The RDF profile ``prov``: provenance behind what the profiles before it say of a dataset.

It runs last in ``ckanext.dcat.rdf.profiles``. What the others said stands: where they have spoken
of a property of something, the provenance of the same thing does not speak of it again.
"""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from ckanext.prov.adapters.facts import facts
from ckanext.prov.adapters.reader import PUBLIC, Reader
from ckanext.prov.domain import foreign
from ckanext.prov.domain import graph as graphs
from flask import g as request_globals
from flask import has_request_context
from govopen_common.problem import Rejected
from rdflib import DCAT, PROV, RDF, Graph, Literal, URIRef

from . import building

OFTEN = frozenset({DCAT.distribution, RDF.type})
"""Properties that may have more values than the other profiles know."""
# ckanext-dcat puts these where only a schema with fields of the same names takes them: CKAN refuses
# the whole dataset otherwise. They repeat a part of what is kept as statements.
THEIRS = ("provenance_activity", "qualified_attribution")


class ProvProfile(RDFProfile):
    """Provenance in full, or a link to it, by the settings ``ckanext.prov.rdf.*``."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        catalogue = building.place.get() == "catalogue"
        mode = config.rdf_catalogue() if catalogue else config.rdf_dataset()
        if mode == "none" or not dataset_dict.get("id"):
            return
        page = f"{config.site_url()}/dataset/{dataset_dict['id']}/provenance"
        self.g.add((dataset_ref, PROV.has_provenance, URIRef(page)))
        if mode == "link":
            if came := foreign.statements(dataset_dict):
                self._add(foreign.links(came, catalog_uri()), dataset_ref)
            return
        known = facts(dataset_dict["id"], PUBLIC if catalogue else _reader(), dataset_dict)
        said = graphs.graph(foreign.complete(known))
        if catalogue:
            _hide_versions(said, dataset_ref)
        self._add(said, dataset_ref)

    def parse_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> dict[str, Any]:
        """Keep the statements of provenance as the extra ``prov_statements``."""
        for name in THEIRS:
            if not self._schema_field(name):
                dataset_dict.pop(name, None)
        try:
            kept = foreign.gather(self.g, dataset_ref, catalog_uri())
        except Rejected:
            kept = ""
        if kept:
            extra = {"key": foreign.STATEMENTS, "value": kept}
            dataset_dict.setdefault("extras", []).append(extra)
        return dataset_dict

    def _add(self, said: Graph, ref: URIRef) -> None:
        """Add what hangs together with ``ref`` and was not said in other words before."""
        before = {(s, p) for s, p, _ in self.g}
        new = [
            (s, p, o)
            for s, p, o in said
            if (s, p) not in before or p in OFTEN or foreign.is_ours(str(p), str(o))
        ]
        near: dict[Any, set[Any]] = {}
        for s, p, o in [*self.g, *new]:
            if p != RDF.type and not isinstance(o, Literal):
                near.setdefault(s, set()).add(o)
                near.setdefault(o, set()).add(s)
        reached, waiting = set(), [ref]
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting += near.get(one, ())
        for triple in new:
            if triple[0] in reached:
                self.g.add(triple)


def _hide_versions(said: Graph, dataset: URIRef) -> None:
    """Harvesters take every dcat:Dataset of a catalogue for a dataset of its own."""
    for kind in (DCAT.Dataset, DCAT.Distribution):
        for subject in list(said.subjects(RDF.type, kind)):
            if subject != dataset and (dataset, DCAT.distribution, subject) not in said:
                said.remove((subject, RDF.type, kind))


def _reader() -> Reader:
    if not has_request_context():
        return PUBLIC
    user = getattr(request_globals, "userobj", None)
    return Reader(user.name if user else "", bool(getattr(user, "sysadmin", False)))
