"""Why a figure is what it is: a tree of figures, rules and inputs, as data and as text.

Every branch carries its sentence in both languages, so that pages, the API and the command line
say the same. Following it leads from a score to what was looked at, when, and by which rule.
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
from ckanext.openindex.domain.methodology.model import Methodology, Rule, Text
from ckanext.openindex.domain.methodology.parameters import plain_parameters
from ckanext.openindex.domain.scoring import Scorer
from ckanext.openindex.domain.wording import say, seen

MOST_SHOWN: Final = 6
"""Longer tables of parameters are told by their number of entries in a sentence."""
Kind = Literal["score", "dimension", "indicator", "rule", "parameters", "evidence"]


@dataclass(frozen=True, slots=True)
class Explained(Coded):
    """A branch: what it tells in ``zh`` and ``en``, its numbers, and the branches below it.

    ``value`` is a score from 0 to 100 for ``score``, from 0 to 1 else. ``parameters`` are those
    of a rule; ``evidence`` is the ``Evidence`` behind a sentence of that kind, as JSON.
    """

    kind: Kind
    id: str
    zh: str
    en: str
    value: float | None = None
    points: float | None = None
    can: float | None = None
    datasets: int | None = None
    parameters: Mapping[str, Any] | None = None
    evidence: Evidence | None = None
    parts: tuple[Explained, ...] = ()


def explain_dataset(methodology: Methodology, facts: DatasetFacts, as_of: datetime) -> Explained:
    """The score of ``facts`` at ``as_of``, down to the evidence of each indicator."""
    found = Scorer(methodology).score(facts, as_of)
    names = {one.id: one.name or one.id for one in facts.resources}
    return _score(
        methodology, found.figure, facts.title or facts.name, as_of, found.measurements, names
    )


def explain_node(methodology: Methodology, found: Figure, title: str, at: datetime) -> Explained:
    """The figure of a department or division, down to the means of its datasets' indicators."""
    return _score(methodology, found, title, at, {}, {})


def text(explained: Explained, lang: str, depth: int = 0) -> str:
    """The tree as indented lines in ``lang``: Chinese for any ``zh`` locale, English otherwise."""
    return "\n".join(_lines(explained, lang.lower().startswith("zh"), depth))


def _lines(explained: Explained, chinese: bool, depth: int) -> Iterator[str]:
    yield "  " * depth + (explained.zh if chinese else explained.en)
    for part in explained.parts:
        yield from _lines(part, chinese, depth + 1)


def _score(
    methodology: Methodology,
    found: Figure,
    title: str,
    at: datetime,
    measured: Mapping[str, Measurement],
    names: Mapping[str, str],
) -> Explained:
    rules = {rule.id: rule for rule in methodology.rules}
    titles = {one.id: one.title for one in methodology.dimensions}
    parts = tuple(
        _dimension(one, titles[one.id], rules, measured, names) for one in found.dimensions
    )
    band = methodology.band(found.score)
    day = at.date().isoformat()
    if found.score is None or band is None:
        zh, en = f"{title}：没有适用的指标，没有得分", f"{title}: no indicator applies, no score"
    else:
        zh = f"{title}：{found.score:.1f} 分（{band.title.zh}）"
        en = f"{title}: {found.score:.1f} points ({band.title.en})"
    if not measured:
        zh, en = f"{zh}，共 {found.datasets} 个数据集", f"{en}, {found.datasets} datasets"
    zh = f"{zh}，方法学 {methodology.version}，{day}"
    en = f"{en}, methodology {methodology.version}, {day}"
    return Explained(
        *("score", found.version, zh, en, found.score, found.score, 100.0),
        datasets=found.datasets,
        parts=parts,
    )


def _dimension(
    found: DimensionFigure,
    title: Text,
    rules: Mapping[str, Rule],
    measured: Mapping[str, Measurement],
    names: Mapping[str, str],
) -> Explained:
    parts = tuple(
        _indicator(one, rules[one.id], measured.get(one.id), names) for one in found.rules
    )
    if found.value is None:
        zh, en = f"{title.zh}：不适用，不计入", f"{title.en}: does not apply, not counted"
    else:
        zh = f"{title.zh}：{found.points:.2f} 分，最多 {found.can:.2f} 分"
        en = f"{title.en}: {found.points:.2f} of {found.can:.2f} points"
    return Explained(
        *("dimension", found.id, zh, en, found.value, found.points, found.can),
        datasets=found.datasets,
        parts=parts,
    )


def _indicator(
    found: RuleFigure, rule: Rule, measured: Measurement | None, names: Mapping[str, str]
) -> Explained:
    zh, en = rule.title.zh, rule.title.en
    reason = say(rule.name, measured.reason) if measured is not None and measured.reason else None
    if found.value is None:
        why = reason or ("没有适用的数据集", "it applies to no dataset")
        zh, en = f"{zh}：不适用（{why[0]}）", f"{en}: does not apply ({why[1]})"
    else:
        zh = f"{zh}：{found.value:.4g}，{found.points:.2f} 分，最多 {found.can:.2f} 分"
        en = f"{en}: {found.value:.4g}, {found.points:.2f} of {found.can:.2f} points"
        if reason is not None:
            zh, en = f"{zh}（{reason[0]}）", f"{en} ({reason[1]})"
        elif measured is None:
            zh = f"{zh}，适用于 {found.datasets} 个数据集"
            en = f"{en}, applies to {found.datasets} datasets"
    about = Explained("rule", rule.id, f"规则：{rule.about.zh}", f"Rule: {rule.about.en}")
    evidence = () if measured is None else measured.evidence
    return Explained(
        *("indicator", rule.id, zh, en, found.value, found.points, found.can),
        datasets=found.datasets,
        parts=(
            about,
            *_parameters(rule),
            *(_evidence(rule, one, names) for one in evidence),
        ),
    )


def _parameters(rule: Rule) -> Iterator[Explained]:
    """The parameters, those that are long tables by their number of entries alone."""
    given = plain_parameters(rule.given)
    schema = registry()[rule.name].parameters
    if not given:
        return
    zh = "；".join(f"{schema[name].zh} = {_short(value, '项')}" for name, value in given.items())
    en = "; ".join(
        f"{schema[name].en} = {_short(value, 'entries')}" for name, value in given.items()
    )
    yield Explained("parameters", rule.id, f"参数：{zh}", f"Parameters: {en}", parameters=given)


def _short(value: Any, entries: str) -> str:
    if not isinstance(value, (dict, list)):
        return _number(value)
    held = cast("dict[str, float] | list[str]", value)
    if len(held) > MOST_SHOWN:
        return f"({len(held)} {entries})"
    if isinstance(held, list):
        return ", ".join(held)
    return ", ".join(f"{name}={_number(number)}" for name, number in held.items())


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def _evidence(rule: Rule, one: Evidence, names: Mapping[str, str]) -> Explained:
    what, how = say(rule.name, one.what), say(rule.name, one.rule)
    found = seen(rule.name, one.seen)
    where = names.get(one.subject, one.subject)
    at = one.at.strftime("%Y-%m-%d %H:%M UTC") if one.at is not None else ""
    notes = [note for note in (where, at) if note]
    zh = f"依据：{what[0]} {found[0]}，{how[0]}"
    en = f"Evidence: {what[1]} {found[1]}, {how[1]}"
    if notes:
        zh, en = f"{zh}（{'，'.join(notes)}）", f"{en} ({', '.join(notes)})"
    return Explained("evidence", rule.id, zh, en, evidence=one)
