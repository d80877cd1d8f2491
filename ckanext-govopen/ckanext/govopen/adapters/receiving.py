"""Writes what another platform pushes, by the rules of the form, when it changes something."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.govopen import signals
from ckanext.govopen.domain.harvest_run import Known, Step, match_resources, next_step
from ckanext.govopen.harvest.departments import Departments, Wanted
from ckanext.govopen.harvest.draft import dataset_id
from ckanext.govopen.harvest.ledger import Ledger
from ckanext.govopen.harvest.settings import SourceSettings
from ckanext.govopen.model import HarvestRecord
from govopen_common.problem import Problem, Rejected

from . import bulk_index
from .bulk import Batch, Draft, Saved

_NOT_TAKEN = ("id", "name", "owner_org", "private", "state", "creator_user_id", "source_id")


@dataclass(frozen=True)
class Pushed:
    """A push: who, what, which record, of which department, with which content."""

    source: str
    action: str
    id: str
    organization: str = ""
    dataset: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def source_id(self) -> str:
        return f"push:{self.source}"

    @property
    def content_hash(self) -> str:
        """SHA-256 of what would become a dataset."""
        text = json.dumps([self.organization, self.dataset], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def receive(pushed: Pushed, user: str) -> tuple[str, str]:
    """Write the push; what was done (create, update, withdraw, none) and the dataset's id.

    Raises Rejected with every problem; nothing is written then.
    """
    lock = sa.func.hashtextextended(f"govopen:record:{pushed.source_id}:{pushed.id}", 0)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
    row = model.Session.get(HarvestRecord, (pushed.source_id, pushed.id), populate_existing=True)
    known = row and Known(row.package_id, "", row.content_hash, row.withdrawn)
    withdraw = pushed.action == "withdraw"
    if withdraw and known is None:
        zh = f"没有标识为 {pushed.id} 的记录，无法下架"
        en = f"there is no record {pushed.id} to withdraw"
        raise Rejected(Problem("id", "unknown-record", zh, en))
    step = next_step(known, pushed.content_hash, gone=withdraw)
    if step is Step.UNCHANGED:
        model.Session.commit()
        return "none", known.package_id if known else ""
    batch, ledger = Batch(user), Ledger(pushed.source_id, "")
    if step is Step.WITHDRAW and known:
        action, package_id = _withdraw(pushed, batch, known.package_id)
    else:
        action, package_id = _save(pushed, batch, known, step)
    ledger.remember(
        pushed.id,
        package_id=package_id,
        object_id=None,
        raw_hash="",
        content_hash=row.content_hash if withdraw and row else pushed.content_hash,
        withdrawn=withdraw,
    )
    ledger.flush()
    batch.commit()
    batch.index()
    bulk_index.show_now()
    return action, package_id


def _withdraw(pushed: Pushed, batch: Batch, package_id: str) -> tuple[str, str]:
    reason = pushed.reason or "来源平台下架 withdrawn by its platform"
    marks = {
        "status": "withdrawn",
        "withdrawn_at": datetime.utcnow().isoformat(timespec="seconds"),
        "withdrawn_reason": reason,
    }
    batch.patch(
        package_id,
        marks,
        lambda saved: signals.dataset_withdrawn.send(
            saved.package_id,
            source_id=pushed.source_id,
            record_id=pushed.id,
            object_id=None,
            reason=reason,
            dataset=saved.dataset,
        ),
    )
    return "withdraw", package_id


def _save(pushed: Pushed, batch: Batch, known: Known | None, step: Step) -> tuple[str, str]:
    wanted = Wanted(pushed.organization, pushed.organization)
    owner = Departments(SourceSettings("", organization_mode="find"), batch.user).find(wanted)
    if isinstance(owner, Problem):
        raise Rejected(Problem("organization", owner.code, owner.zh, owner.en))
    package = model.Package.get(known.package_id) if known else None
    data = {key: value for key, value in pushed.dataset.items() if key not in _NOT_TAKEN}
    data |= {"owner_org": owner, "source_id": pushed.source_id, "source_record_id": pushed.id}
    data["resources"] = _resources(data.get("resources"), package)
    data.setdefault("elements", [])
    if package is not None:
        data["id"] = package.id
    if step is Step.RESTORE:
        data |= {"withdrawn_at": "", "withdrawn_reason": "", "status": "published"}
    saved = batch.save(
        Draft(data, dataset_id(pushed.source_id, pushed.id)), lambda done: _tell(pushed, done)
    )
    if saved.failed:
        raise Rejected(*saved.problems)
    return saved.action, saved.package_id


def _resources(sent: Any, package: model.Package | None) -> list[dict[str, Any]]:
    """The resources that were sent, each with the id it already has."""
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
        if sent:
            zh, en = "resources 应为键值对的列表", "resources must be a list of mappings"
            raise Rejected(Problem("dataset.resources", "type", zh, en))
        return []
    stored = [one.as_dict() for one in package.resources] if package else []
    refused = ("id", "upload", "url_type")
    clean = [{key: value for key, value in one.items() if key not in refused} for one in sent]
    ids = match_resources(stored, clean)
    pairs = zip(clean, ids, strict=True)
    return [{**one, "id": known} if known else one for one, known in pairs]


def _tell(pushed: Pushed, saved: Saved) -> None:
    signals.dataset_received.send(
        saved.package_id,
        action=saved.action,
        source_id=pushed.source_id,
        record_id=pushed.id,
        dataset=saved.dataset,
    )
