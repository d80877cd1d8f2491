"""What CKAN's index hook does: adds our fields to a dataset's document (see ``config/solr``)."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Final

from ckan import model
from ckanext.govopen.domain.search import document as documents

from . import catalogue, vocabularies, words

CLASSES = ("theme", "industry", "service", "data_domain")
REMEMBER: Final = 30.0
"""Seconds that a department's names are remembered while many datasets are indexed."""


@dataclass(frozen=True)
class _Department:
    read: float
    title: str
    short_names: tuple[str, ...]
    division_code: str


_departments: dict[str, _Department] = {}


def before_index(document: dict[str, Any]) -> dict[str, Any]:
    """Add our fields and drop what Solr cannot hold; other dataset types stay as they are."""
    if document.get("type") != "dataset":
        return document
    dataset = json.loads(document["validated_data_dict"])
    for key in (*documents.LEFT_OUT, *documents.DAYS):
        document.pop(key, None)
    for key in documents.LEFT_OUT:
        document.pop(f"extras_{key}", None)
    return {**document, **documents.fields(dataset, _around(dataset, document))}


def _around(dataset: dict[str, Any], document: dict[str, Any]) -> documents.Surroundings:
    department = _department(dataset.get("owner_org") or "")
    division = str(dataset.get("division_code") or department.division_code)
    above = vocabularies.divisions()
    path = above.path(division)
    labels = [found.name for code in path if (found := above.get(code))]
    for name in CLASSES:
        concept = vocabularies.vocabulary(name).get(str(dataset.get(name) or ""))
        labels += [concept.zh, concept.en] if concept else []
    views = document.get("views_total") or 0
    return documents.Surroundings(
        division_path=path,
        catalogue_path=catalogue.catalogue_path(dataset),
        org_title=department.title,
        org_short_names=department.short_names,
        class_labels=labels,
        usage=documents.usage(dataset) + int(views),
    )


def _department(owner_org: str) -> _Department:
    """Names and division of a department, remembered for half a minute."""
    now = time.monotonic()
    known = _departments.get(owner_org)
    if known and now - known.read < REMEMBER:
        return known
    group = model.Group.get(owner_org) if owner_org else None
    title = (group.title or group.name) if group else ""
    extras = group.extras if group else {}
    own = str(extras.get("short_names") or "").replace("，", ",").replace("、", ",").split(",")
    short = [name.strip() for name in own if name.strip()]
    short += words.current().synonyms.department_names(title)
    found = _Department(now, title, tuple(short), str(extras.get("division_code") or ""))
    if len(_departments) > 2000:
        _departments.clear()
    _departments[owner_org] = found
    return found
