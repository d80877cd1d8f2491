"""Qualified names for PROV-JSON and PROV-N: every IRI is a prefix and a local part there."""

from __future__ import annotations

import re
from typing import Final

from ckanext.prov.domain.terms import PREFIXES

from prov.identifier import Namespace, QualifiedName

_AUTHORITY: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://[^/?#]*/?)?")


class Names:
    """Gives out qualified names, with the same prefixes for the same IRIs in the same order."""

    def __init__(self, base: str) -> None:
        self._known = [Namespace(prefix, iri) for prefix, iri in PREFIXES.items()]
        if base:
            self._known.append(Namespace("site", base))
        self._others: dict[str, Namespace] = {}

    def __call__(self, iri: str) -> QualifiedName:
        """``iri`` as a name: in a known vocabulary, on the site, or below its own host."""
        for namespace in self._known:
            if iri.startswith(namespace.uri):
                return namespace[iri[len(namespace.uri) :]]
        found = _AUTHORITY.match(iri)
        stem = found.group() if found else ""
        if stem not in self._others:
            self._others[stem] = Namespace(f"ns{len(self._others) + 1}", stem)
        return self._others[stem][iri[len(stem) :]]

    def knows(self, iri: str) -> bool:
        """Whether ``iri`` is of a known vocabulary or on the site."""
        return any(iri.startswith(namespace.uri) for namespace in self._known)
