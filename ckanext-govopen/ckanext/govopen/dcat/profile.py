"""The RDF profile of the catalogue: ``euro_dcat_ap_3`` with our fields in our own terms."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import EuropeanDCATAP3Profile
from rdflib import CSVW, DCTERMS, URIRef
from rdflib.namespace import ORG

from . import catalogue, columns, dataset, distribution
from .terms import ADMS, DCATAP, GEO, HYDRA, SPDX, VCARD

PREFIXES = {
    "adms": ADMS, "csvw": CSVW, "dcatap": DCATAP, "dct": DCTERMS, "geosparql": GEO, "hydra": HYDRA,
    "org": ORG, "spdx": SPDX, "vcard": VCARD,
}  # fmt: skip
# Fields that we describe ourselves. The parent profile would read some of them in a sense of its
# own (``theme`` as an address, ``organization`` through a cache that is never cleared), or give
# them blank nodes and the names of private persons.
OURS = frozenset(
    {
        "author", "author_email", "contact_email", "contact_name", "data_modified", "id",
        "language", "maintainer", "maintainer_email", "metadata_created", "metadata_modified",
        "notes", "organization", "resources", "spatial", "spatial_text", "tags", "temporal_end",
        "temporal_start", "theme", "title", "url",
    }
)  # fmt: skip


class GovopenProfile(EuropeanDCATAP3Profile):
    """Levels, classifications, access rights and data elements of the catalogue."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        self._bind()
        others = {key: value for key, value in dataset_dict.items() if key not in OURS}
        super().graph_from_dataset(others, dataset_ref)
        dataset.describe(self.g, dataset_dict, dataset_ref)
        distribution.describe(self.g, dataset_dict, dataset_ref)
        columns.describe(self.g, dataset_dict, dataset_ref)
        catalogue.file(self.g, dataset_dict, dataset_ref)

    def graph_from_catalog(self, catalog_dict: dict[str, Any] | None, catalog_ref: URIRef) -> None:
        self._bind()
        catalogue.describe_root(self.g, catalog_ref)

    def _bind(self) -> None:
        for prefix, namespace in PREFIXES.items():
            self.g.bind(prefix, namespace, override=True, replace=True)
