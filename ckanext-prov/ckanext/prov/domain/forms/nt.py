"""N-Triples (https://www.w3.org/TR/n-triples/), written straight from the model.

A catalogue is streamed in this form, so it goes without a graph in between. Lines are sorted and
none repeats: files of equal documents are equal.
"""

from __future__ import annotations

import re
from typing import Final

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.model import Document, Text, Value
from ckanext.prov.domain.terms import STRING
from ckanext.prov.domain.triples import triples

_ESCAPED: Final = re.compile(r'[\\"\n\r]')
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


@form("N-Triples", "nt", "application/n-triples")
def write(document: Document) -> bytes:
    lines = {f"<{s}> <{p}> {_value(o)} .\n" for s, p, o in triples(document)}
    return "".join(sorted(lines)).encode()


def literal(text: str, lang: str = "", datatype: str = "") -> str:
    """A literal with its language or datatype; a plain one has neither."""
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda found: _ESCAPES[found.group()], text)
    if lang:
        return f'"{text}"@{lang}'
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def _value(value: Value) -> str:
    if not isinstance(value, Text):
        return f"<{value}>"
    datatype = "" if value.lang or value.datatype == STRING else value.datatype
    return literal(value.value, value.lang, datatype)
