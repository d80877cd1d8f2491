"""Columns for which it is decided beforehand what is done, so that they need not be searched."""

from __future__ import annotations

from ckanext.masking.domain.engine.masking import BY_PLACE, OPAQUE
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats.base import Column, Kind
from ckanext.masking.domain.policy.model import CLEAR, Policy
from ckanext.masking.domain.policy.question import Question
from ckanext.masking.domain.scanning.headers import suggest
from ckanext.masking.domain.scanning.report import ColumnReport


def settled(column: Column, policy: Policy, order: Order) -> ColumnReport | None:
    """What is taken for known of a column that nobody need look at; None when it must be searched.

    It need not when somebody decided on it, or the policy names it, and nothing of a value shows
    then; or when the policy lets all of it stay, by its exact name (a person's decision that it may
    is of one file, and may be used for the next: what is in that is to be told); or when characters
    are kept by place and the header says of which kind the values are: each is then checked while
    it is masked. The report's kind is what the header suggests.
    """
    if column.kind is not Kind.CELLS or (policy.is_dynamic and not policy.is_closed):
        return None
    chosen = order.chosen.get((column.table, column.place))
    operator = chosen.operator if chosen else _named(column, policy, order)
    suggested = suggest(column.name, order.detectors)
    checked = operator in BY_PLACE and bool(suggested)
    cleared = operator == CLEAR.operator and chosen is None
    if not (operator in OPAQUE or cleared or checked):
        return None
    kind = suggested[0] if suggested else None
    certainty = Certainty.PROBABLE if kind else None
    return ColumnReport(column.name, kind, certainty, 0, 0, 0.0, (), suggested)


def _named(column: Column, policy: Policy, order: Order) -> str | None:
    """The operator that the policy has for the column whatever is found in it."""
    question = Question(
        column.name,
        sensitivity=order.sensitivity.get(column.name, ""),
        dataset=order.dataset,
        department=order.department,
    )
    decision = policy.foregone(question)
    return decision.operator if decision else None
