"""What the policy answers for each column: one decision for all of it, or one per kind inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.people import about_people
from ckanext.masking.domain.engine.readers import Treatment, treatments
from ckanext.masking.domain.engine.survey import Survey
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats.base import APART, Column
from ckanext.masking.domain.operators import Mask, Scope
from ckanext.masking.domain.policy.model import CLEAR, Policy
from ckanext.masking.domain.policy.question import Decision, Found, Question, Reader
from ckanext.masking.domain.scanning.report import ColumnReport

LOOSE = "loose"
"""What reports have for a rule where a text is no column."""
CHOSEN = "chosen"
"""What reports have for a rule where somebody decided."""


@dataclass
class ColumnPlan:
    """One column: ``whole`` is done to all its cells; ``inside`` to values of a kind in them.

    ``mask`` and ``inner`` are the decisions, bound. ``masked`` counts cells that changed.
    ``looked_at`` says that somebody knows of the suspects.
    ``readers`` are those whom the policy gives something else, by the roles and grants they hold.
    """

    column: Column
    report: ColumnReport
    whole: Decision
    inside: dict[str, Decision] = field(default_factory=dict[str, Decision])
    mask: Mask | None = None
    inner: dict[str, Mask] = field(default_factory=dict[str, Mask])
    masked: int = 0
    searched: bool = True
    looked_at: bool = False
    readers: Mapping[frozenset[str], Treatment] = field(
        default_factory=dict[frozenset[str], Treatment]
    )

    @property
    def works(self) -> bool:
        """Whether anything in the column may change."""
        return self.mask is not None or bool(self.inner)

    @property
    def review(self) -> bool:
        """Whether somebody has to look: a suspect that nobody decided on, or a rule's wish."""
        if self.whole.rule == CHOSEN:
            return False
        asks = self.whole.review or any(d.review for d in self.inside.values())
        return asks or (self.suspect and not self.looked_at)

    @property
    def suspect(self) -> bool:
        """Whether something was found by its format alone."""
        if self.report.detector and self.report.certainty == Certainty.SUSPECT:
            return True
        return any(found.certainty == Certainty.SUSPECT for found in kinds(self.report))


def kinds(report: ColumnReport) -> tuple[Found, ...]:
    """What stands in cells of a column, each kind with its best certainty after the vote."""
    best: dict[str, Certainty] = {}
    for tally in report.tallies:
        certainty = Certainty.SUSPECT if tally.detector in report.lucky else tally.certainty
        if tally.detector == report.detector and report.certainty:
            certainty = max(certainty, min(report.certainty, Certainty.PROBABLE))
        best[tally.detector] = max(certainty, best.get(tally.detector, certainty))
    return tuple(Found(name, certainty) for name, certainty in sorted(best.items()))


def plan(survey: Survey, policy: Policy, order: Order) -> dict[Column, ColumnPlan]:
    """The plan of every column. Raises ``Rejected`` when an operator lacks its keys."""
    order = replace(order, people=about_people(survey.reports))
    plans = {
        column: _plan(column, report, policy, order) for column, report in survey.reports.items()
    }
    for column in survey.settled:
        plans[column].searched = False
    return plans


def _plan(column: Column, report: ColumnReport, policy: Policy, order: Order) -> ColumnPlan:
    chosen = order.chosen.get((column.table, column.place))
    whole = (
        Decision(chosen.operator, CHOSEN, policy.name, policy.version, chosen.parameters)
        if chosen
        else _whole(column, report, policy, order)
    )
    found = ColumnPlan(column, report, whole, looked_at=order.keep_suspects)
    scope = Scope(order.keys, column.name, order.today)
    if whole.masks:
        found.mask = whole.bind(scope)
    if chosen is None:
        found.inside = _inside(column, report, policy, order)
        found.inner = {name: d.bind(scope) for name, d in found.inside.items() if d.masks}
    found.readers = treatments(policy, lambda reader: _treatment(found, policy, order, reader))
    return found


def _treatment(plan: ColumnPlan, policy: Policy, order: Order, reader: Reader | None) -> Treatment:
    asked = replace(order, reader=reader)
    return Treatment(
        _whole(plan.column, plan.report, policy, asked),
        _inside(plan.column, plan.report, policy, asked),
    )


def _whole(column: Column, report: ColumnReport, policy: Policy, order: Order) -> Decision:
    """The decision for the column by what it is, its name and its element.

    Titles, headers and keys are no column: only what is found in them is masked, unless no policy
    could be loaded.
    """
    if column.kind in APART and not policy.is_closed:
        return Decision(CLEAR.operator, LOOSE, policy.name, policy.version)
    found: tuple[Found, ...] = ()
    if report.detector and report.certainty:
        found = (Found(report.detector, report.certainty),)
        if report.certainty == Certainty.SUSPECT and order.keep_suspects:
            found = ()
    question = _question(column, found, order, in_text=column.kind in APART)
    return policy.decide(question, order.reader)


def _inside(
    column: Column, report: ColumnReport, policy: Policy, order: Order
) -> dict[str, Decision]:
    """The decision for each kind that stands in cells, other than the column's own."""
    least = Certainty.PROBABLE if order.keep_suspects else Certainty.SUSPECT
    return {
        found.detector: policy.decide(
            _question(column, (found,), order, in_text=True), order.reader
        )
        for found in kinds(report)
        if found.certainty >= least and (column.kind in APART or found.detector != report.detector)
    }


def _question(column: Column, found: tuple[Found, ...], order: Order, *, in_text: bool) -> Question:
    return Question(
        column.name,
        found,
        in_text,
        order.sensitivity.get(column.name, ""),
        order.dataset,
        order.department,
        order.people,
    )
