"""Sentences of an explanation, Chinese and English, with the digits that a calculator needs.

``can`` of a branch is that of the branch above times its weight, times the datasets it applies to,
over what these products add up to; ``points`` are value times ``can``. So each sentence has the
numbers from which the next one follows.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from ckanext.openindex.domain.figure import DimensionFigure, Figure, RuleFigure
from ckanext.openindex.domain.measurement import Evidence
from ckanext.openindex.domain.methodology.model import Band, Text
from ckanext.openindex.domain.wording import plain, say, seen

Pair = tuple[str, str]
DATASETS: Final[Pair] = ("个数据集", "datasets")
MEMBERS: Final[Pair] = ("个下级", "members")


def of_score(found: Figure, band: Band | None, title: str, day: date, whole: bool) -> Pair:
    """``whole``: it is made of several datasets, whose number is told."""
    if found.score is None or band is None:
        zh, en = f"{title}：没有适用的指标，没有得分", f"{title}: no indicator applies, no score"
    else:
        zh = f"{title}：{found.score:.2f} 分（{band.title.zh}）"
        en = f"{title}: {found.score:.2f} points ({band.title.en})"
    if whole:
        zh, en = f"{zh}，共 {found.datasets:,} 个数据集", f"{en}, {found.datasets:,} datasets"
    return f"{zh}，方法学 {found.version}，{day}", f"{en}, methodology {found.version}, {day}"


def of_dimension(found: DimensionFigure, title: Text, share: Pair) -> Pair:
    """``share`` is what ``of_weight`` says."""
    if found.value is None:
        return f"{title.zh}：不适用，不计入", f"{title.en}: does not apply, not counted"
    has, can = _points(found.points), _points(found.can)
    return (
        f"{title.zh}：{has} 分，最多 {can} 分（{share[0]}）",
        f"{title.en}: {has} of {can} points ({share[1]})",
    )


def of_indicator(found: RuleFigure, title: Text, share: Pair, reason: Pair | None) -> Pair:
    """``reason``: why it does not apply, or of a fault."""
    if found.value is None:
        why = reason or ("没有适用的数据集", "it applies to no dataset")
        return f"{title.zh}：不适用（{why[0]}）", f"{title.en}: does not apply ({why[1]})"
    product = f"{plain(found.value)} × {_points(found.can)} = {_points(found.points)}"
    zh = f"{title.zh}：{product} 分（{share[0]}）"
    en = f"{title.en}: {product} points ({share[1]})"
    return (zh, en) if reason is None else (f"{zh}（{reason[0]}）", f"{en} ({reason[1]})")


def of_weight(weight: float, datasets: int, whole: float, noun: Pair | None) -> Pair:
    """A weight, and what the weights of all that applies add up to; with a ``noun`` both are
    times the datasets, or members, to which it applies."""
    if noun is None:
        return (
            f"权重 {plain(weight)}，占适用权重合计 {plain(whole)}",
            f"weight {plain(weight)} of the {plain(whole)} that apply",
        )
    product = f"{plain(weight)} × {datasets:,}"
    return (
        f"权重 {product} {noun[0]} = {plain(weight * datasets)}，占合计 {plain(whole)}",
        f"weight {product} {noun[1]} = {plain(weight * datasets)} of {plain(whole)}",
    )


def of_evidence(indicator: str, one: Evidence, where: str) -> Pair:
    """``where``: the name of the file it was found in, empty for the dataset."""
    what, how = say(indicator, one.what), say(indicator, one.rule)
    found = seen(indicator, one.seen)
    at = one.at.strftime("%Y-%m-%d %H:%M UTC") if one.at is not None else ""
    notes = [note for note in (where, at) if note]
    zh = f"依据：{what[0]} {found[0]}，{how[0]}"
    en = f"Evidence: {what[1]} {found[1]}, {how[1]}"
    if notes:
        zh, en = f"{zh}（{'，'.join(notes)}）", f"{en} ({', '.join(notes)})"
    return zh, en


def _points(value: float) -> str:
    return f"{value:.4f}"
