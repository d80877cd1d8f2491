"""The life of a catalogue entry: draft, submitted, published, withdrawn; who moves it, and when.

States as portals of Chinese governments have them (待注册, 待审核, 已发布, 已下架). A department's
editor submits; its approver (the organization's admin) publishes, sends back, withdraws and
restores. Sending back and withdrawing need a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from govopen_common.problem import Problem

MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Move:
    """One step: the states it starts from, where it leads, and whether it must say why."""

    verb: str
    sources: frozenset[str]
    target: str
    needs_reason: bool = False


MOVES = {
    move.verb: move
    for move in (
        Move("submit", frozenset({"draft"}), "submitted"),
        Move("return", frozenset({"submitted"}), "draft", needs_reason=True),
        Move("publish", frozenset({"draft", "submitted"}), "published"),
        Move("withdraw", frozenset({"published"}), "withdrawn", needs_reason=True),
        Move("restore", frozenset({"withdrawn"}), "published"),
    )
}


def possible(status: str) -> list[Move]:
    """The moves that an entry in ``status`` can make, in the order of :data:`MOVES`."""
    return [move for move in MOVES.values() if status in move.sources]


def check(verb: str, status: str, reason: str) -> list[Problem]:
    """What stands against ``verb`` for an entry in ``status``; empty when nothing does.

    ``verb`` must be one of :data:`MOVES` (KeyError otherwise).
    """
    move = MOVES[verb]
    if status not in move.sources:
        return [
            Problem(
                "status",
                "wrong_status",
                f"当前状态不能执行此操作（{status}），请刷新页面查看最新状态",
                f"This cannot be done in the state “{status}”; reload the page to see its state",
            )
        ]
    if move.needs_reason and not reason.strip():
        return [Problem("reason", "missing", "请填写原因", "Give a reason")]
    if len(reason) > MOST_REASON:
        return [
            Problem(
                "reason",
                "too_long",
                f"原因不超过 {MOST_REASON} 字，请缩短",
                f"The reason may have {MOST_REASON} characters; shorten it",
            )
        ]
    return []
