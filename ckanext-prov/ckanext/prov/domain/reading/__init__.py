"""Reads what others wrote about provenance into a document, and says what is wrong with it.

What is repaired, and what is refused, stands in docs/provenance.md, "Reading what others wrote".
"""

from __future__ import annotations

from ckanext.prov.domain.reading.base import MOST_BYTES, Reading, refuse
from ckanext.prov.domain.reading.graph import from_graph
from ckanext.prov.domain.reading.prov_json import from_prov
from ckanext.prov.domain.reading.rdf import FORMATS, parse
from ckanext.prov.domain.reading.skolem import without_blank_nodes

__all__ = ["EXTENSIONS", "MOST_BYTES", "Reading", "from_graph", "read"]

EXTENSIONS = (*FORMATS, "json", "provn")
"""Of the forms that can be read."""


def read(data: bytes, extension: str, base: str = "") -> Reading:
    """The document that ``data`` holds in the form of that extension.

    ``base`` is the site's address: blank nodes get IRIs below it. Nothing is fetched. Raises
    :class:`..problem.Rejected` for what cannot be read at all: too large, not of that form, a
    context or an entity that lies elsewhere.
    """
    if len(data) > MOST_BYTES:
        mib = MOST_BYTES // (1024 * 1024)
        raise refuse(
            "too_large",
            f"文件超过 {mib} MB。请拆分后再试。",
            f"the file is larger than {mib} MB; split it.",
        )
    if extension in FORMATS:
        return from_graph(without_blank_nodes(parse(data, extension), base))
    if extension in EXTENSIONS:
        return from_prov(data, extension, base)
    known = ", ".join(EXTENSIONS)
    raise refuse(
        "unknown_form",
        f"不认识的格式“{extension}”。可用的有：{known}。",
        f"“{extension}” is no form that can be read; these can: {known}.",
    )
