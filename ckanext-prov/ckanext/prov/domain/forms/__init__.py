"""The forms in which a document is written; a new form is a new file in this package."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ckanext.prov.domain.forms.base import REGISTRY, Form
from ckanext.prov.domain.model import Document

__all__ = ["FORMS", "Form", "write"]

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

FORMS = dict(REGISTRY)
"""Form by extension: ttl, jsonld, rdf, nt, json, provn."""


def write(document: Document, extension: str) -> bytes:
    """``document`` in the form of that extension. Raises KeyError for one that is not there."""
    return FORMS[extension].write(document)
