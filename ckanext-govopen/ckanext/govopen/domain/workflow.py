"""Compiling upward: what may happen to a catalogue that is submitted to the one above it.

A town submits to its county, a county to its city, a city to the province (Guiyang's rules of 2016
describe this way of compiling). Each step is recorded with its actor; one that sends a submission
back needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from govopen_common.problem import Problem, Rejected

State = Literal["submitted", "returned", "merged", "withdrawn"]
Action = Literal["submit", "resubmit", "return", "decide", "merge", "withdraw"]
Party = Literal["submitter", "reviewer"]
Proposal = Literal["new", "duplicate"]
Decision = Literal["accept", "refuse"]

MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class Transition:
    """``action`` by ``party`` leads from one of ``sources`` to ``target``."""

    action: Action
    sources: tuple[State | None, ...]
    target: State
    party: Party
    needs_reason: bool = False


TRANSITIONS: dict[Action, Transition] = {
    each.action: each
    for each in (
        Transition("submit", (None,), "submitted", "submitter"),
        Transition("resubmit", ("returned",), "submitted", "submitter"),
        Transition("withdraw", ("submitted", "returned"), "withdrawn", "submitter"),
        Transition("return", ("submitted",), "returned", "reviewer", needs_reason=True),
        Transition("decide", ("submitted",), "submitted", "reviewer"),
        Transition("merge", ("submitted",), "merged", "reviewer"),
    )
}
OPEN: tuple[State, ...] = ("submitted", "returned")


@dataclass(frozen=True, slots=True)
class Item:
    """A dataset of a submission: what is proposed for it and what was decided."""

    dataset_id: str
    proposal: Proposal
    decision: Decision | None = None


def advance(state: State | None, action: Action, reason: str = "") -> State:
    """The state after ``action``. Raises ``Rejected`` when it cannot happen or lacks a reason."""
    transition = TRANSITIONS[action]
    if state not in transition.sources:
        zh, en = "当前状态下不能进行此操作，请刷新页面", "this cannot be done now; reload the page"
        raise Rejected(Problem("state", "wrong_state", zh, en))
    if transition.needs_reason and not reason.strip():
        raise Rejected(Problem("reason", "reason_missing", "请填写退回原因", "give the reason"))
    if len(reason) > MAX_REASON:
        zh = f"原因不超过 {MAX_REASON} 字"
        en = f"the reason has at most {MAX_REASON} characters"
        raise Rejected(Problem("reason", "reason_long", zh, en))
    return transition.target


def possible(state: State, party: Party) -> list[Action]:
    """What ``party`` may do now."""
    return [t.action for t in TRANSITIONS.values() if state in t.sources and t.party == party]


def taken_in(items: Iterable[Item]) -> list[str]:
    """Datasets that a merge takes into the upper catalogue.

    A new one unless it was refused; a proposed duplicate only when the proposal was refused,
    for an accepted one is in the upper catalogue already. A duplicate that nobody decided on
    raises ``Rejected``.
    """
    listed = list(items)
    open_ = [each for each in listed if each.proposal == "duplicate" and each.decision is None]
    if open_:
        zh = f"还有 {len(open_)} 条疑似重复未处理，请逐条认定"
        en = f"{len(open_)} possible duplicates are undecided; decide on each of them"
        raise Rejected(Problem("items", "undecided", zh, en))
    return [
        each.dataset_id
        for each in listed
        if (each.decision == "refuse") == (each.proposal == "duplicate")
    ]
