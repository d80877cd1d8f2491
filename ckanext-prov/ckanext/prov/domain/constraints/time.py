"""The order of events in PROV-CONSTRAINTS.

30 (start before end), 34 (generation within its activity), 36 to 38 (generation, use, and
invalidation in this order), 42 (derivation) and 45 (specialization).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ckanext.prov.domain.constraints.base import constraint
from ckanext.prov.domain.instant import instant
from ckanext.prov.domain.model import Document, Text
from ckanext.prov.domain.relations import DERIVATIONS, RelationKind
from ckanext.prov.domain.terms import ENDED, STARTED, Iri
from govopen_common.problem import Problem

Times = dict[Iri, datetime]


@constraint
def an_activity_starts_before_it_ends(document: Document) -> Iterator[Problem]:
    starts, ends = _said(document, STARTED), _said(document, ENDED)
    for activity in starts.keys() & ends.keys():
        if starts[activity] > ends[activity]:
            yield Problem(
                activity,
                "ended_before_start",
                f"活动 {activity} 的结束时间早于开始时间。请更正 prov:startedAtTime 或"
                " prov:endedAtTime。",
                f"the activity {activity} ends before it starts; mend prov:startedAtTime or "
                "prov:endedAtTime.",
            )


@constraint
def generation_lies_within_its_activity(document: Document) -> Iterator[Problem]:
    starts, ends = _said(document, STARTED), _said(document, ENDED)
    for relation in document.relations:
        time = instant(relation.time) if relation.kind == "generation" else None
        if time is None:
            continue
        start, end = starts.get(relation.object), ends.get(relation.object)
        if (start and time < start) or (end and time > end):
            yield Problem(
                relation.subject,
                "generated_outside_activity",
                f"{relation.subject} 的生成时间不在活动 {relation.object} 的起止时间之内。"
                "请更正时间。",
                f"{relation.subject} was generated outside the time of the activity "
                f"{relation.object}; mend the times.",
            )


@constraint
def nothing_is_used_before_it_is_generated(document: Document) -> Iterator[Problem]:
    generated, invalidated = _events(document, "generation"), _events(document, "invalidation")
    starts, ends = _said(document, STARTED), _said(document, ENDED)
    for relation in document.relations:
        if relation.kind != "usage":
            continue
        entity, time = relation.object, instant(relation.time)
        latest, earliest = time or ends.get(relation.subject), time or starts.get(relation.subject)
        if entity in generated and latest and latest < generated[entity]:
            yield Problem(
                relation.subject,
                "used_before_generation",
                f"{relation.subject} 在 {entity} 生成之前就使用了它。请更正时间或使用关系。",
                f"{relation.subject} used {entity} before that was generated; mend the times or "
                "the usage.",
            )
        if entity in invalidated and earliest and earliest > invalidated[entity]:
            yield Problem(
                relation.subject,
                "used_after_invalidation",
                f"{relation.subject} 在 {entity} 废止之后还使用了它。请更正时间或使用关系。",
                f"{relation.subject} used {entity} after that was invalidated; mend the times or "
                "the usage.",
            )


@constraint
def nothing_ends_before_it_begins(document: Document) -> Iterator[Problem]:
    generated, invalidated = _events(document, "generation"), _events(document, "invalidation")
    for entity in generated.keys() & invalidated.keys():
        if invalidated[entity] < generated[entity]:
            yield Problem(
                entity,
                "invalidated_before_generation",
                f"{entity} 的废止时间早于生成时间。请更正时间。",
                f"{entity} was invalidated before it was generated; mend the times.",
            )


@constraint
def nothing_derives_from_what_came_later(document: Document) -> Iterator[Problem]:
    generated = _events(document, "generation")
    for relation in document.relations:
        after, before = generated.get(relation.subject), generated.get(relation.object)
        if relation.kind in DERIVATIONS and after and before and before > after:
            yield Problem(
                relation.subject,
                "derived_from_later",
                f"{relation.subject} 派生自比它更晚生成的 {relation.object}。"
                "请更正时间或派生关系。",
                f"{relation.subject} derives from {relation.object}, which was generated later; "
                "mend the times or the derivation.",
            )


@constraint
def nothing_specializes_what_came_later(document: Document) -> Iterator[Problem]:
    generated = _events(document, "generation")
    for relation in document.relations:
        special, general = generated.get(relation.subject), generated.get(relation.object)
        if relation.kind == "specialization" and special and general and general > special:
            yield Problem(
                relation.subject,
                "specialized_before_generation",
                f"{relation.subject} 早于其所特化的 {relation.object} 生成。请更正时间。",
                f"{relation.subject} was generated before {relation.object}, which it "
                "specializes; mend the times.",
            )


def _said(document: Document, predicate: Iri) -> Times:
    found: Times = {}
    for node in document.nodes.values():
        for value in node.values(predicate):
            time = instant(value) if isinstance(value, Text) else None
            if time is not None:
                found[node.iri] = time
    return found


def _events(document: Document, kind: RelationKind) -> Times:
    found: Times = {}
    for relation in document.relations:
        time = instant(relation.time) if relation.kind == kind else None
        if time is not None:
            found[relation.subject] = time
    return found
