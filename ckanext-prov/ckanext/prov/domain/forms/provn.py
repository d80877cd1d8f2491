"""PROV-N (https://www.w3.org/TR/prov-n/), written by the library ``prov``."""

from __future__ import annotations

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.model import Document
from ckanext.prov.domain.prov_document import prov_document


@form("PROV-N", "provn", "text/provenance-notation")
def write(document: Document) -> bytes:
    return f"{prov_document(document).get_provn()}\n".encode()
