"""Gathers all that the source says of one record: the record steps, in order."""

from __future__ import annotations

from typing import Any

from ckanext.govopen.domain.harvest.evaluate import holds, rows_of
from ckanext.govopen.domain.harvest.expression import ExpressionError
from ckanext.govopen.domain.harvest.profile import Step
from ckanext.govopen.domain.harvest.record import Flag, Item, RawRecord
from ckanext.govopen.domain.harvest.session import Session
from ckanext.govopen.domain.harvest.transport import Gone, SourceError


def fetch_record(session: Session, item: Item) -> RawRecord:
    """The raw record of the list entry ``item``.

    A record that the source no longer has comes back with ``gone`` set. A step marked optional
    that fails leaves a flag. Raises SourceError when another step fails.
    """
    documents: dict[str, Any] = {"item": item.document}
    notes: list[Flag] = []
    try:
        for step in session.profile.record:
            documents[step.name] = _run(session, step, item, documents, notes)
    except Gone as error:
        return RawRecord(item.id, documents, notes, f"{error.zh} {error.en}")
    return RawRecord(item.id, documents, notes)


def _run(
    session: Session, step: Step, item: Item, documents: dict[str, Any], notes: list[Flag]
) -> Any:
    """The document of ``step``; for each of several rows, the row and its document."""
    names = {**documents, "id": item.id}
    try:
        if not holds(step.when, names, item.document):
            return None
        rows = None if step.each is None else rows_of(step.each, names, item.document)
    except ExpressionError as error:
        raise SourceError(
            "step",
            f"步骤 {step.name} 的条件无法计算：{error}",
            f"a condition of step {step.name} cannot be worked out: {error}",
        ) from error
    if rows is None:
        return _ask(session, step, names, notes)
    return [
        {"input": row, "result": _ask(session, step, {**names, "each": row}, notes)} for row in rows
    ]


def _ask(session: Session, step: Step, names: dict[str, Any], notes: list[Flag]) -> Any:
    try:
        return session.ask(
            step.request,
            step.unwrap,
            step.errors,
            names,
            gone_status=step.gone_status,
            gone_when=step.gone_when,
        ).document
    except SourceError as error:
        if not step.optional:
            raise
        notes.append(Flag(step.name, error.code, f"{error.zh} {error.en}"))
        return None
