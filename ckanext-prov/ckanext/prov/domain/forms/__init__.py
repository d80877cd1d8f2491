"""The forms in which a document is written; a new form is a new file in this package."""

from __future__ import annotations

from ckanext.prov.domain.forms.base import REGISTRY, Form
from ckanext.prov.domain.model import Document
from govopen_common import registry

__all__ = ["FORMS", "Form", "write"]

registry.modules(__name__)

FORMS = dict(REGISTRY)
"""Form by extension: ttl, jsonld, rdf, nt, json, provn."""


def write(document: Document, extension: str) -> bytes:
    """``document`` in the form of that extension. Raises KeyError for one that is not there."""
    return FORMS[extension].write(document)
