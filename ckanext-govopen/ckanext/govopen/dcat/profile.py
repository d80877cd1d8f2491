"""The RDF profile that runs after ``euro_dcat_ap_3``."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import RDFProfile
from rdflib import CSVW, URIRef
from rdflib.namespace import ORG, SKOS

from . import catalogue, columns, dataset, distribution
from .terms import ADMS, DCATAP, GEO, SPDX, VCARD

PREFIXES = {
    "adms": ADMS, "csvw": CSVW, "dcatap": DCATAP, "geosparql": GEO, "org": ORG, "skos": SKOS,
    "spdx": SPDX, "vcard": VCARD,
}  # fmt: skip


class GovopenProfile(RDFProfile):
    """Levels, classifications, access rights and data elements of the catalogue."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        self._bind()
        dataset.describe(self.g, dataset_dict, dataset_ref)
        distribution.describe(self.g, dataset_dict, dataset_ref)
        columns.describe(self.g, dataset_dict, dataset_ref)
        catalogue.file(self.g, dataset_dict, dataset_ref)

    def graph_from_catalog(self, catalog_dict: dict[str, Any] | None, catalog_ref: URIRef) -> None:
        self._bind()
        catalogue.describe_root(self.g, catalog_ref)

    def _bind(self) -> None:
        for prefix, namespace in PREFIXES.items():
            self.g.bind(prefix, namespace)
