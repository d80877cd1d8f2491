"""SHACL (https://www.w3.org/TR/shacl/): which statements of a graph do not fit the shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, cast

from ckanext.prov.domain.turtle import short
from govopen_common.problem import Problem, Severity
from pyshacl import validate  # pyright: ignore[reportUnknownVariableType]
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

SEVERITIES: Final[dict[Node, Severity]] = {SH.Violation: "error", SH.Warning: "warning"}


def faults(data: Graph, shapes: Graph) -> list[Problem]:
    """Violations and warnings, sorted; information is left out. Nothing is fetched."""
    results = _results(data, shapes)
    if not isinstance(results, Graph):
        raise ValueError(f"the shapes cannot be used: {results!r}")
    found = [
        _fault(results, result, severity)
        for result in results.subjects(RDF.type, SH.ValidationResult)
        if (severity := SEVERITIES.get(results.value(result, SH.resultSeverity) or result))
    ]
    return sorted(set(found), key=lambda one: (one.severity, one.field, one.en))


def _results(data: Graph, shapes: Graph) -> object:
    # pyshacl leaves some of its types open, and wants a store that knows contexts.
    return cast(Any, validate)(Graph() + data, shacl_graph=shapes, advanced=True)[1]


def _fault(results: Graph, result: Node, severity: Severity) -> Problem:
    focus = str(results.value(result, SH.focusNode) or "")
    path = _short(results.objects(result, SH.resultPath))
    value = _short(results.objects(result, SH.value))
    message = _short(results.objects(result, SH.resultMessage))
    shown = f" “{value}”" if value else ""
    return Problem(
        focus,
        "shape",
        f"{focus} 的 {path or '描述'}{shown}不符合 SHACL 形状：{message}。"
        "请更正数据集中对应的字段。",
        f"{path or 'the description'}{shown} of {focus} does not fit the SHACL shape: {message}; "
        "correct the dataset's field behind it.",
        severity,
    )


def _short(terms: Iterable[Node]) -> str:
    said = (short(str(term)) if isinstance(term, URIRef) else str(term) for term in terms)
    return "; ".join(sorted(said))
