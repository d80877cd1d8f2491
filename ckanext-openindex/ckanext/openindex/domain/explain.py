"""Why a figure is what it is: a tree of figures, rules and inputs, as data and as text.

Every branch carries its sentence in both languages, so that pages, the API and the command line
say the same. Following it leads from a score to what was looked at, when, and by which rule; the
numbers of each branch are made of those below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from ckanext.openindex.domain.coding import Coded
from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.figure import DimensionFigure, Figure, RuleFigure
from ckanext.openindex.domain.indicators import registry
from ckanext.openindex.domain.measurement import Evidence, Measurement
from ckanext.openindex.domain.methodology.model import Methodology, Rule
from ckanext.openindex.domain.methodology.parameters import plain_parameters
from ckanext.openindex.domain.scoring import Scorer
from ckanext.openindex.domain.sentences import (
    DATASETS,
    MEMBERS,
    Pair,
    of_dimension,
    of_evidence,
    of_indicator,
    of_score,
    of_weight,
)
from ckanext.openindex.domain.tally import MICRO, Sum, Tally
from ckanext.openindex.domain.wording import say

MOST_SHOWN: Final = 6
"""Longer tables of parameters are told by their number of entries in a sentence."""
Kind = Literal["score", "dimension", "indicator", "rule", "formula", "parameters", "evidence"]


@dataclass(frozen=True, slots=True)
class Explained(Coded):
    """A branch: what it tells in ``zh`` and ``en``, its numbers, and the branches below it.

    ``value`` is a score from 0 to 100 for ``score``, from 0 to 1 else. ``weight`` is that of a
    dimension or indicator, in percent; ``whole`` what weight times ``datasets`` adds up to over
    all that apply beside it, itself included, so that its ``can`` is that of the branch above
    times weight times datasets over whole. ``parameters`` are those of a rule; ``evidence`` is
    the ``Evidence`` behind a sentence of that kind, as JSON.
    """

    kind: Kind
    id: str
    zh: str
    en: str
    value: float | None = None
    points: float | None = None
    can: float | None = None
    datasets: int | None = None
    weight: float | None = None
    whole: float | None = None
    parameters: Mapping[str, Any] | None = None
    evidence: Evidence | None = None
    parts: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is explained: a dataset with what was ``measured`` and the ``names`` of its files, or
    a node with its ``sums`` and the ``noun`` of what it is made of."""

    methodology: Methodology
    measured: Mapping[str, Measurement]
    names: Mapping[str, str]
    sums: Tally
    noun: Pair | None = None


def explain_dataset(methodology: Methodology, facts: DatasetFacts, as_of: datetime) -> Explained:
    """The score of ``facts`` at ``as_of``, down to the evidence of each indicator."""
    found = Scorer(methodology).score(facts, as_of)
    names = {one.id: one.name or one.id for one in facts.resources}
    subject = _Subject(methodology, found.measurements, names, found.tally)
    return _score(subject, found.figure, facts.title or facts.name, as_of)


def explain_node(
    methodology: Methodology,
    found: Figure,
    title: str,
    at: datetime,
    sums: Tally,
    *,
    of_members: bool = False,
) -> Explained:
    """The figure of a department or division, down to the sums of its datasets' indicators.

    ``sums`` are those that the figure was made of; ``of_members``: each node below counts the
    same in them (``figure.of_members``). The day that is told is that of ``at`` in its own zone.
    """
    noun = MEMBERS if of_members else DATASETS
    return _score(_Subject(methodology, {}, {}, sums, noun), found, title, at)


def text(explained: Explained, lang: str, depth: int = 0) -> str:
    """The tree as indented lines in ``lang``: Chinese for any ``zh`` locale, English otherwise."""
    return "\n".join(_lines(explained, lang.lower().startswith("zh"), depth))


def _lines(explained: Explained, chinese: bool, depth: int) -> Iterator[str]:
    yield "  " * depth + (explained.zh if chinese else explained.en)
    for part in explained.parts:
        yield from _lines(part, chinese, depth + 1)


def _score(subject: _Subject, found: Figure, title: str, at: datetime) -> Explained:
    weights = {one.id: one.weight for one in subject.methodology.dimensions}
    whole = sum(weights[one.id] * one.datasets for one in found.dimensions)
    parts = tuple(_dimension(subject, one, weights[one.id], whole) for one in found.dimensions)
    band = subject.methodology.band(found.score)
    said = of_score(found, band, title, at.date(), subject.noun is not None)
    return Explained(
        *("score", found.version, *said, found.score, found.score, 100.0),
        datasets=found.datasets,
        parts=parts,
    )


def _dimension(subject: _Subject, found: DimensionFigure, weight: float, above: float) -> Explained:
    dimension = next(one for one in subject.methodology.dimensions if one.id == found.id)
    rules = {rule.id: rule for rule in dimension.rules}
    whole = sum(rules[one.id].weight * one.datasets for one in found.rules)
    parts = tuple(_indicator(subject, one, rules[one.id], whole) for one in found.rules)
    share = of_weight(weight, found.datasets, above, subject.noun)
    said = of_dimension(found, dimension.title, share)
    return Explained(
        *("dimension", found.id, *said, found.value, found.points, found.can),
        *(found.datasets, weight, above),
        parts=parts,
    )


def _indicator(subject: _Subject, found: RuleFigure, rule: Rule, above: float) -> Explained:
    measured = subject.measured.get(rule.id)
    reason = say(rule.name, measured.reason) if measured is not None and measured.reason else None
    share = of_weight(rule.weight, found.datasets, above, subject.noun)
    said = of_indicator(found, rule.title, share, reason)
    parts = [Explained("rule", rule.id, f"规则：{rule.about.zh}", f"Rule: {rule.about.en}")]
    if measured is not None:
        parts += [*_formula(rule), *_parameters(rule)]
    parts += [
        Explained(
            "evidence",
            rule.id,
            *of_evidence(rule.name, one, subject.names.get(one.subject, one.subject)),
            evidence=one,
        )
        for one in (
            _sums(subject.sums.rules.get(rule.id)) if measured is None else measured.evidence
        )
    ]
    return Explained(
        *("indicator", rule.id, *said, found.value, found.points, found.can),
        *(found.datasets, rule.weight, above),
        parts=tuple(parts),
    )


def _sums(total: Sum | None) -> Iterator[Evidence]:
    """What the value of a node is made of (``tally.Sum.value``)."""
    if total is None or not total.datasets:
        return
    if not total.pooled:
        yield Evidence("values_sum", total.micro / MICRO, "mean")
        return
    yield Evidence("parts_sum", total.part, "ratio_of_sums")
    yield Evidence("wholes_sum", total.whole, "ratio_of_sums")
    if total.pooled < total.datasets:
        yield Evidence("pooled", total.pooled, "ratio_counts")
        yield Evidence("values_sum", total.micro / MICRO, "others_mean")


def _formula(rule: Rule) -> Iterator[Explained]:
    zh, en = registry()[rule.name].formula
    if zh and en:
        yield Explained("formula", rule.id, f"算法：{zh}", f"Formula: {en}")


def _parameters(rule: Rule) -> Iterator[Explained]:
    """The parameters, those that are long tables by their number of entries alone."""
    given = plain_parameters(rule.given)
    schema = registry()[rule.name].parameters
    if not given:
        return
    short = {name: _short(rule.name, value) for name, value in given.items()}
    zh = "；".join(f"{schema[name].zh} = {said[0]}" for name, said in short.items())
    en = "; ".join(f"{schema[name].en} = {said[1]}" for name, said in short.items())
    yield Explained("parameters", rule.id, f"参数：{zh}", f"Parameters: {en}", parameters=given)


def _short(indicator: str, value: Any) -> Pair:
    if not isinstance(value, (dict, list)):
        return _number(value), _number(value)
    held = cast("dict[str, float] | list[str]", value)
    if len(held) > MOST_SHOWN:
        return f"({len(held)} 项)", f"({len(held)} entries)"
    if isinstance(held, list):
        return "、".join(held), ", ".join(held)
    words = [(say(indicator, str(name)), _number(number)) for name, number in held.items()]
    return (
        "、".join(f"{name[0]} {number}" for name, number in words),
        ", ".join(f"{name[1]} {number}" for name, number in words),
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"
