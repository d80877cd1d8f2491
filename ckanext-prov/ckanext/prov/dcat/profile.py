"""The RDF profile ``prov``: provenance behind what the profiles before it say of a dataset."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import RDFProfile
from rdflib import PROV, URIRef


class ProvProfile(RDFProfile):
    """Runs last in ``ckanext.dcat.rdf.profiles``."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        self.g.add((dataset_ref, PROV.has_provenance, URIRef(f"{dataset_ref}/provenance")))
