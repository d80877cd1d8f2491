"""IRIs that datasets and files brought along, unless they are another's of this site.

ckanext-dcat takes the field ``uri`` as it comes: whoever edits one dataset could speak of any other
under its IRI.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ckan import model
from ckanext.dcat.utils import catalog_uri, dataset_id_from_resource
from ckanext.prov.domain import iri as iris

_BELOW: Final = re.compile(r"/dataset/(?P<dataset>[^/?#]+)(?:/resource/(?P<file>[^/?#]+))?")


def dataset(shown: dict[str, Any], given: str) -> str | None:
    """The dataset's own IRI in place of ``given``, where that is another's; None: it stands."""
    own = shown.get("id")
    if not own or given.endswith(f"/dataset/{own}"):
        return None
    found = _below(given)
    if found is None or found["file"]:
        return None
    other = model.Package.get(found["dataset"])
    return iris.dataset(catalog_uri(), own) if other is not None and other.id != own else None


def resource(shown: dict[str, Any], given: str) -> str | None:
    """The same for a file (the dict of ``resource_show``)."""
    own = shown.get("id")
    if not own or given.endswith(f"/resource/{own}"):
        return None
    found = _below(given)
    if found is None:
        return None
    key, kind = (
        found["file"] or found["dataset"],
        model.Resource if found["file"] else model.Package,
    )
    if kind.get(key) is None:
        return None
    return iris.resource(catalog_uri(), dataset_id_from_resource(shown), own)


def _below(given: str) -> re.Match[str] | None:
    """The parts of an IRI below the address of this site."""
    base = catalog_uri().rstrip("/")
    return _BELOW.fullmatch(given.removeprefix(base)) if given.startswith(f"{base}/") else None
