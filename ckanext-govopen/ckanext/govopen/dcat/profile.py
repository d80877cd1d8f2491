"""The RDF profile that runs after ``euro_dcat_ap_3``."""

from __future__ import annotations

from ckanext.dcat.profiles import RDFProfile


class GovopenProfile(RDFProfile):
    """Levels, classifications, access rights and data elements of the catalogue."""
