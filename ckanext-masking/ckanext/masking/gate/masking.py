"""Scans an upload and makes its masked form in quarantine; says what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ckanext.masking.adapters import keys, ledger, policies, quarantine
from ckanext.masking.domain.engine import FileReport, Order, apply_file
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.gate.checking import check
from ckanext.masking.domain.policy.model import Action, Policy
from ckanext.masking.model import MaskingUpload
from govopen_common.problem import Problem

from .beating import Heart

UNDECIDED: Final = Problem(
    "file",
    "undecided",
    "有疑似敏感内容，或策略要求审核，请审核人查看",
    "there are suspects, or the policy asks for a review; somebody has to look",
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
        dataset=about.dataset,
        department=about.department,
        chosen=chosen(row.decision),
        keep_suspects=bool(row.decision.get("keep_suspects")),
        progress=_Steps(upload_id, worker, heart).tell,
    )
    outcome, fault = _masked(upload_id, policy, order)
    return _decide(row, worker, policy, outcome, fault or broken)


def chosen(decision: Mapping[str, Any]) -> dict[tuple[str, int], Action]:
    """The operators that a person chose, by table and column number."""
    return {
        (str(one["table"]), int(one["place"])): Action(one["operator"], one.get("parameters") or {})
        for one in decision.get("columns") or ()
    }


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


def _masked(upload_id: str, policy: Policy, order: Order) -> tuple[FileReport, Problem | None]:
    out = quarantine.masked(upload_id)
    with quarantine.clear(upload_id) as path:
        outcome = apply_file(path, out, policy, order)
        fault = None if outcome.held else check(out, outcome.as_dict())
    return outcome, fault


def _decide(
    row: MaskingUpload,
    worker: str,
    policy: Policy,
    outcome: FileReport,
    fault: Problem | None,
) -> bool:
    """Go on, or leave it to a person. What failed the check is never released as it is."""
    told = {"findings": outcome.as_dict(), **_of(policy)}
    problem = fault
    if problem is None and outcome.held is not None:
        problem = Problem("file", outcome.held.reason, outcome.held.zh, outcome.held.en)
    if problem is None and outcome.needs_decision and not row.decision.get("approved"):
        problem = UNDECIDED
    if problem is not None:
        ledger.move(str(row.id), worker, states.REVIEW, problem=problem.as_dict(), **told)
        return False
    ledger.move(str(row.id), worker, states.RELEASING, problem={}, **told)
    return True


def _of(policy: Policy) -> dict[str, str]:
    return {"policy": policy.name, "policy_version": policy.version}
