"""Every IRI of the export: under the site's own address, stable, and plain ASCII.

Addresses that others gave are mended here too: what an IRI may not hold, and what is not ASCII,
is percent-encoded (RFC 3987, section 3.1).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from ckanext.prov.domain.terms import Iri

_SAFE: Final = "!$&'()*+,;=:@/?%-._~"  # RFC 3986: sub-delims, pchar, and percents that are there
_UNRESERVED: Final = re.compile(r"[\w.~-]*\Z", re.ASCII)
_SCHEMES: Final = ("http", "https", "ftp", "ftps")
_BROKEN_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
MOST_LENGTH: Final = 8192  # characters of an address; longer ones are none


def dataset(base: str, dataset_id: str) -> Iri:
    return _under(base, "dataset", dataset_id)


def resource(base: str, dataset_id: str, resource_id: str) -> Iri:
    return _under(base, "dataset", dataset_id, "resource", resource_id)


def file(base: str, dataset_id: str, resource_id: str, sha256: str) -> Iri:
    """The bytes that a resource had at a time."""
    return _under(base, "dataset", dataset_id, "resource", resource_id, "file", sha256)


def version(base: str, dataset_id: str, label: str) -> Iri:
    return _under(base, "dataset", dataset_id, "version", label)


def version_resource(base: str, dataset_id: str, label: str, resource_id: str) -> Iri:
    """A distribution of a version: what the resource was then."""
    return _under(base, "dataset", dataset_id, "version", label, "resource", resource_id)


def activity(base: str, dataset_id: str, entry_id: str) -> Iri:
    return _under(base, "dataset", dataset_id, "provenance", "activity", entry_id)


def state(iri: Iri, number: int) -> Iri:
    """What ``iri`` was after the entry ``number`` of its log."""
    return Iri(f"{iri}#state-{number}")


def organization(base: str, organization_id: str) -> Iri:
    """As ckanext-dcat writes it, so that both speak of one publisher."""
    return _under(base, "organization", organization_id)


def person(base: str, user_id: str) -> Iri:
    return _under(base, "agent", "person", user_id)


def role_holder(base: str, department: str, role: str) -> Iri:
    """Whoever has ``role`` in ``department``, where people are not told apart."""
    return _under(base, "agent", "role", department or "site", role or "user")


def software(base: str, name: str) -> Iri:
    return _under(base, "agent", "software", name)


def role(base: str, name: str) -> Iri:
    return _under(base, "provenance", "role", name)


def activity_type(base: str, name: str) -> Iri:
    return _under(base, "provenance", "activity-type", name)


def plan(base: str, plan_id: str) -> Iri:
    return _under(base, "provenance", "plan", *plan_id.split("/"))


def record(base: str, record_id: str) -> Iri:
    """A record of a harvest source."""
    return _under(base, "provenance", "record", *record_id.split("/"))


def page(base: str, dataset_name: str) -> Iri:
    """Where people read about a dataset."""
    return _under(base, "dataset", dataset_name)


def resource_page(base: str, dataset_name: str, resource_id: str) -> Iri:
    return _under(base, "dataset", dataset_name, "resource", resource_id)


def licence(base: str, licence_id: str) -> Iri:
    """A licence that has no address of its own."""
    return _under(base, "provenance", "licence", licence_id)


def detail(base: str) -> str:
    """The namespace of counts that activities tell of."""
    return f"{base.rstrip('/')}/provenance/terms#"


def restricted(base: str, key: bytes, kind: str, entity_id: str) -> Iri:
    """What a reader may not see: the same for everyone, and nobody can guess what it is.

    HMAC-SHA-256 under ``key``, a secret of the site of at least 16 bytes. Raises ValueError for a
    shorter one.
    """
    if len(key) < 16:
        raise ValueError("the key for what is not public must have 16 bytes or more")
    digest = hmac.new(key, f"{kind}\n{entity_id}".encode("utf-8", "replace"), "sha256").hexdigest()
    return _under(base, "provenance", "restricted", digest[:32])


def qualified(subject: Iri, kind: str, *others: str) -> Iri:
    """The node that tells more of a relation, below the subject's own address."""
    digest = hashlib.sha256("\n".join(others).encode()).hexdigest()[:16]
    stem = subject if "#" in subject else f"{subject}#"
    separator = "-" if "#" in subject else ""
    return Iri(f"{stem}{separator}{kind}-{digest}")


def part(subject: Iri, name: str) -> Iri:
    """Something that belongs to ``subject`` alone, such as its checksum."""
    return Iri(f"{subject}-{name}" if "#" in subject else f"{subject}#{name}")


def address(given: object) -> Iri | None:
    """``given`` as an absolute web address in ASCII; None when it is none.

    Blanks and characters outside ASCII are percent-encoded, a Chinese host is written in IDNA.
    """
    if not isinstance(given, str) or len(given) > MOST_LENGTH:
        return None
    try:
        parts = urlsplit(given.strip())
        if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
            return None
        host = parts.netloc if parts.netloc.isascii() else _idna(parts.netloc)
    except ValueError:
        return None
    if re.search(r"[^\w.:@%\[\]!$&'()*+,;=~-]", host):
        return None
    path, query, fragment = (encode(text) for text in (parts.path, parts.query, parts.fragment))
    return Iri(urlunsplit((parts.scheme.lower(), host, path, query, fragment)))


def encode(text: str) -> str:
    """``text`` as a part of an IRI; percents that encode something already stay."""
    return quote(_BROKEN_PERCENT.sub("%25", text), safe=_SAFE, errors="replace")


def _idna(netloc: str) -> str:
    """UnicodeError, a ValueError, is raised for names that no host can have."""
    return netloc.encode("idna").decode("ascii")


def _under(base: str, *segments: str) -> Iri:
    return Iri("/".join((base.rstrip("/"), *map(_segment, segments))))


def _segment(text: str) -> str:
    return text if _UNRESERVED.match(text) else quote(text, safe="", errors="replace")
