"""PROV-JSON (https://www.w3.org/submissions/prov-json/), written by the library ``prov``."""

from __future__ import annotations

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.model import Document
from ckanext.prov.domain.prov_document import prov_document


@form("PROV-JSON", "json", "application/json", "application/provenance+json")
def write(document: Document) -> bytes:
    text = prov_document(document).serialize(format="json", ensure_ascii=False, indent=1)
    return (text or "").encode()
