"""Whether the linked data of datasets fit the SHACL shapes, where the plugin prov checks that.

Validating takes most of a second, so it has a slow cycle of its own: of datasets that changed
since, and again as often as addresses are probed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timezone
from typing import Any, Final

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.facts import Conformance
from ckanext.openindex.model import InputRow

from . import inputs, marking

PART: Final = "conformance"
"""The part of an input that is kept here."""
SHAPES: Final = "prov_dataset_validate"


def possible() -> bool:
    """Whether there is something that validates."""
    return bool(p.plugin_loaded("prov") and p.plugin_loaded("dcat"))


def of(dataset_ids: Collection[str]) -> dict[str, Conformance]:
    """The latest check of datasets, by id."""
    row = InputRow
    query = sa.select(row.dataset_id, row.body).where(
        row.dataset_id.in_(dataset_ids), row.part == PART, row.until.is_(None)
    )
    return {
        one: Conformance.from_dict(json.loads(body)) for one, body in model.Session.execute(query)
    }


def run(dataset_ids: Collection[str] | None = None) -> int:
    """Validate what is due, or ``dataset_ids``; how many were. Each is committed by itself."""
    if not possible():
        return 0
    ids = due() if dataset_ids is None else list(dataset_ids)
    for one in ids:
        _keep(one)
        model.Session.expunge_all()
    return len(ids)


def due() -> list[str]:
    """Public datasets that were never validated, changed since, or are due again."""
    facts, last, package = sa.orm.aliased(InputRow), sa.orm.aliased(InputRow), model.Package
    before = datetime.now(timezone.utc) - config.probe_cycle()
    query = (
        sa.select(facts.dataset_id)
        .join(package, package.id == facts.dataset_id)
        .outerjoin(
            last,
            sa.and_(last.dataset_id == facts.dataset_id, last.part == PART, last.until.is_(None)),
        )
        .where(
            facts.part == inputs.FACTS,
            facts.until.is_(None),
            facts.body.is_not(None),
            sa.or_(
                last.id.is_(None),
                last.since < before,
                last.since < sa.func.timezone("UTC", package.metadata_modified),
            ),
        )
        .order_by(facts.dataset_id)
    )
    return list(model.Session.scalars(query))


def _keep(dataset_id: str) -> None:
    """Validate a dataset as everybody sees it, write the outcome down, and mark it."""
    now, row = datetime.now(timezone.utc), InputRow
    try:
        said: dict[str, Any] = tk.get_action(SHAPES)(
            {"user": "", "ignore_auth": True}, {"id": dataset_id}
        )
    except tk.ObjectNotFound:
        return
    wrong = [
        one for one in said["problems"] if one["code"] == "shape" and one["severity"] == "error"
    ]
    body = json.dumps(Conformance(not wrong, now, len(wrong), SHAPES).as_dict())
    old = sa.update(row).where(row.dataset_id == dataset_id, row.part == PART, row.until.is_(None))
    model.Session.execute(old.values(until=now))
    new = {"dataset_id": dataset_id, "part": PART, "since": now, "body": body}
    model.Session.execute(sa.insert(row).values(**new, digest=inputs.digest_of(body)))
    marking.mark([dataset_id], "validated")
    model.Session.commit()
