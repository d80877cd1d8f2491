"""What the catalogue of linked data lists of ours, and what shows in it beside the datasets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa
from ckan import model
from ckanext.govopen import config
from ckanext.govopen.adapters import stamp, visibility
from ckanext.govopen.adapters.vocabularies import SCHEMAS
from ckanext.govopen.model import Element

from . import concepts


def conditions() -> list[sa.ColumnElement[bool]]:
    """Published datasets: those withdrawn keep their page, and leave the catalogue."""
    status = model.Package.extras["status"].astext
    return [sa.func.coalesce(status, visibility.DEFAULT_STATUS) == "published"]


def solr_filter() -> str:
    """The same for the index."""
    return "+govopen_status:published"


def version() -> str:
    """Of the vocabularies, the tree, the towns and our own settings."""
    said = (
        _vocabularies(), stamp.current("nodes"), stamp.current("towns"), config.authority_org(),
        config.vocabulary_base(), config.site_title_en(),
    )  # fmt: skip
    return repr(said)


def subjects(entity: object) -> Iterable[str]:
    """An element's name shows in the columns of the datasets that use it."""
    if isinstance(entity, Element):
        yield str(concepts.element_ref(entity.code))


@cache
def _vocabularies() -> str:
    files = sorted((SCHEMAS / "vocabularies").glob("*.yaml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
