"""Scans an upload and makes its masked form in quarantine; says what stands in its way."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ckanext.masking.adapters import decisions, keys, ledger, policies, quarantine
from ckanext.masking.domain.engine import FileReport, Order, apply_file, scan_file
from ckanext.masking.domain.engine.atomic import whole_file
from ckanext.masking.domain.engine.survey import Survey
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.gate.checking import check
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.review.sample import sample_files
from ckanext.masking.model import MaskingUpload
from govopen_common.problem import Problem

from .beating import Heart

UNDECIDED: Final = Problem(
    "file",
    "undecided",
    "有疑似敏感内容，或策略要求审核，请审核人查看",
    "there are suspects, or the policy asks for a review; somebody has to look",
)
NEW_COLUMNS: Final = Problem(
    "file",
    "new_columns",
    "有上次审核时没有的列或内容，请审核人再看一次",
    "there are columns or contents that the last review did not know; somebody has to look again",
)


def mask(row: MaskingUpload, worker: str, heart: Heart) -> bool:
    """Mask the file of ``row``; True when it may be released without a person.

    Raises ``LostError`` and ``OSError``.
    """
    upload_id = str(row.id)
    ledger.move(upload_id, worker, states.SCANNING)
    about = policies.subject(str(row.package_id))
    policy, broken = policies.policy_for(about)
    if policy.needs_key and keys.master() is None:
        policy, broken = Policy.closed(), policies.NO_KEY
    order = Order(
        keys=keys.of_dataset(str(row.package_id)),
        today=row.created.date(),
        dataset=about.dataset,
        department=about.department,
        progress=_Steps(upload_id, worker, heart).tell,
    )
    return _Gate(row, worker, policy, broken).mask(order)


class _Steps:
    """Turns the engine's steps into states."""

    def __init__(self, upload_id: str, worker: str, heart: Heart) -> None:
        self._upload_id, self._worker, self._heart = upload_id, worker, heart
        self._writing = False

    def tell(self, step: str, rows: int) -> None:
        if step == "write" and not self._writing:
            self._writing = True
            ledger.move(self._upload_id, self._worker, states.MASKING)
        self._heart.tell(step, rows)


class _Gate:
    """One upload before one policy, which is the closed one when something is ``broken``."""

    def __init__(
        self, row: MaskingUpload, worker: str, policy: Policy, broken: Problem | None
    ) -> None:
        self._id, self._worker = str(row.id), worker
        self._policy, self._broken = policy, broken
        self._decision: dict[str, Any] = dict(row.decision)
        self._earlier = None if self._decision else decisions.earlier(row, policy)

    def mask(self, order: Order) -> bool:
        """Mask by the policy and by what was decided, look at the result, and decide."""
        out = quarantine.masked(self._id)
        with quarantine.clear(self._id) as path:
            found = self._remember(path, order)
            wanted = replace(
                order,
                chosen=decisions.chosen(self._decision),
                keep_suspects=bool(self._decision.get("keep_suspects")),
            )
            outcome = apply_file(path, out, self._policy, wanted, found)
            fault = None if outcome.held else check(out, outcome.as_dict())
            if self._as_it_is(outcome):
                with whole_file(out) as file, path.open("rb") as source:
                    shutil.copyfileobj(source, file)
            problem = self._problem(outcome, fault)
            if problem is not None and outcome.held is None:
                sample = json.dumps(sample_files(path, out), ensure_ascii=False)
                quarantine.write_sample(self._id, sample.encode())
        return self._decide(outcome, problem)

    def _remember(self, path: Path, order: Order) -> Survey | None:
        """Take over what was decided on the file before this one, as far as it holds."""
        if self._earlier is None:
            return None
        scanned = scan_file(path, order)
        if scanned.held is None:
            self._decision = decisions.taken_over(self._earlier, scanned.as_dict())
        return scanned.survey

    def _problem(self, outcome: FileReport, fault: Problem | None) -> Problem | None:
        """What a person has to look at. What failed the check is never released as it is."""
        if fault or self._broken:
            return fault or self._broken
        if outcome.held is not None and not self._as_it_is(outcome):
            return Problem("file", outcome.held.reason, outcome.held.zh, outcome.held.en)
        if self._decision.get("new"):
            return NEW_COLUMNS
        remembered = "remembered" in self._decision
        approved = self._decision.get("approved") and not (remembered and misses_k(outcome))
        return UNDECIDED if outcome.needs_decision and not approved else None

    def _as_it_is(self, outcome: FileReport) -> bool:
        """Whether the engine does not understand the file, and a person answers for it."""
        return outcome.held is not None and bool(self._decision.get("as_it_is"))

    def _decide(self, outcome: FileReport, problem: Problem | None) -> bool:
        """Go on, or leave it to a person."""
        told: dict[str, Any] = {"findings": outcome.as_dict(), **_of(self._policy)}
        if "remembered" in self._decision:
            told["decision"] = self._decision
        if problem is not None:
            told["problem"] = problem.as_dict()
            ledger.move(self._id, self._worker, states.REVIEW, **told)
            return False
        ledger.move(self._id, self._worker, states.RELEASING, problem={}, **told)
        return True


def misses_k(outcome: FileReport) -> bool:
    """Whether small groups are left of which the policy wants none: no memory covers that."""
    risks = [table.get("risk") or {} for table in outcome.as_dict().get("tables") or ()]
    return any(not risk["demand"]["reached"] for risk in risks if "demand" in risk)


def _of(policy: Policy) -> dict[str, str]:
    return {"policy": policy.name, "policy_version": policy.version}
