"""The RDF profile ``openindex``: what the index measured of a dataset, in DQV.

It adds to the description of one dataset alone. A catalogue is told without figures, for they
change when nothing of it does; they stand together at ``/openindex/all.ttl``.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.utils import catalog_uri
from ckanext.openindex.adapters import methodologies, quality
from ckanext.openindex.domain.dqv.forms import FORMS
from ckanext.openindex.domain.dqv.terms import Iri
from rdflib import DCAT, RDF, Graph, URIRef


class OpenIndexProfile(RDFProfile):
    """Measurements of the shown methodology, behind what the profiles before it say."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        if _is_catalogue(self.g) or not dataset_dict.get("id"):
            return
        triples = quality.of_dataset(
            methodologies.shown(), dataset_dict["id"], Iri(str(dataset_ref))
        )
        self.g.parse(data=FORMS["nt"].subject(triples), format="nt")


def _is_catalogue(g: Graph) -> bool:
    """Whether the graph is a catalogue's: where prov builds graphs, it says so."""
    if p.plugin_loaded("prov"):
        from ckanext.prov.dcat import building

        return building.place.get() == "catalogue"
    return (URIRef(catalog_uri()), RDF.type, DCAT.Catalog) in g
