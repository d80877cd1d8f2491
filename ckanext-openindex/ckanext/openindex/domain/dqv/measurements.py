"""What the index says of something, as measurements of DQV.

A measurement is of a metric (the score, a dimension's, or an indicator's), computed on a dataset
or a node, generated at a time by a computation that used the stored input and the methodology.
The vocabulary of metrics and dimensions hangs on the methodology's version, so that figures of
two versions are never taken for figures of one metric.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from .terms import (
    TYPE,
    XSD_DATE,
    XSD_DATE_TIME,
    XSD_DOUBLE,
    Iri,
    Literal,
    Triple,
    named,
)

SCORE: Final = "score"
_A_MEASUREMENT: Final = named("dqv:QualityMeasurement")
_A_METRIC: Final = named("dqv:Metric")
_A_DIMENSION: Final = named("dqv:Dimension")
_A_COMPUTATION: Final = named("prov:Activity")
_OF: Final = named("dqv:isMeasurementOf")
_ON: Final = named("dqv:computedOn")
_HAS: Final = named("dqv:hasQualityMeasurement")
_VALUE: Final = named("dqv:value")
_TYPE_OF_VALUE: Final = named("dqv:expectedDataType")
_IN_DIMENSION: Final = named("dqv:inDimension")
_LABEL: Final = named("skos:prefLabel")
_DEFINITION: Final = named("skos:definition")
_GENERATED_AT: Final = named("prov:generatedAtTime")
_GENERATED_BY: Final = named("prov:wasGeneratedBy")
_USED: Final = named("prov:used")
_ENDED: Final = named("prov:endedAtTime")
_PLAN: Final = named("prov:hadPlan")
_ASSOCIATION: Final = named("prov:qualifiedAssociation")
_AN_ASSOCIATION: Final = named("prov:Association")
_AGENT: Final = named("prov:agent")
_IDENTIFIER: Final = named("dct:identifier")
_VALID: Final = named("dct:valid")
_A_PLAN: Final = named("prov:Plan")
_AN_ENTITY: Final = named("prov:Entity")
_SOFTWARE: Final = named("prov:SoftwareAgent")


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that is measured: ``id`` within the methodology, names and explanations by
    language, and the ids of the dimensions it belongs to."""

    id: str
    names: Mapping[str, str]
    explanations: Mapping[str, str]
    dimensions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of ``subject`` (an IRI) by metric id; what is not applicable is not there.

    ``computed``: when; ``as_of``: for which day; ``input_digest``: SHA-256 of what was used,
    empty where that were other figures.
    """

    subject: Iri
    version: str
    values: Mapping[str, float]
    computed: datetime
    as_of: date
    input_digest: str = ""


def methodology(base: str, version: str) -> Iri:
    """The IRI of a version of the methodology, which is the address of its page."""
    return Iri(f"{base}/openindex/methodology/{version}")


def vocabulary(
    base: str, version: str, dimensions: Sequence[Metric], metrics: Sequence[Metric]
) -> Iterator[Triple]:
    """The metrics and dimensions of a methodology, and who computes by it."""
    plan = methodology(base, version)
    yield plan, TYPE, _A_PLAN
    yield plan, _IDENTIFIER, Literal(version)
    agent = _software(base)
    yield agent, TYPE, _SOFTWARE
    yield agent, _LABEL, Literal("ckanext-openindex", "en")
    for one in dimensions:
        subject = _dimension(plan, one.id)
        yield subject, TYPE, _A_DIMENSION
        yield from _texts(subject, one)
    for one in metrics:
        subject = metric(plan, one.id)
        yield subject, TYPE, _A_METRIC
        yield from _texts(subject, one)
        yield subject, _TYPE_OF_VALUE, XSD_DOUBLE
        for name in one.dimensions:
            yield subject, _IN_DIMENSION, _dimension(plan, name)


def measurements(base: str, measured: Measured) -> Iterator[Triple]:
    """The measurements of one thing, with the computation they come from.

    Triples of one subject stand together.
    """
    plan, subject = methodology(base, measured.version), measured.subject
    iris = {
        name: Iri(f"{subject}#measurement-{measured.version}-{name}") for name in measured.values
    }
    computation = Iri(f"{subject}#computation-{measured.version}")
    for iri in iris.values():
        yield subject, _HAS, iri
    moment = Literal(measured.computed.isoformat(), datatype=XSD_DATE_TIME)
    for name, value in measured.values.items():
        iri = iris[name]
        yield iri, TYPE, _A_MEASUREMENT
        yield iri, _OF, metric(plan, name)
        yield iri, _ON, subject
        yield iri, _VALUE, Literal(repr(float(value)), datatype=XSD_DOUBLE)
        yield iri, _GENERATED_AT, moment
        yield iri, _GENERATED_BY, computation
    yield from _computation(base, plan, computation, measured, moment)


def metric(plan: Iri, name: str) -> Iri:
    """The IRI of a metric of a methodology."""
    return Iri(f"{plan}#metric-{name}")


def _computation(
    base: str, plan: Iri, computation: Iri, measured: Measured, moment: Literal
) -> Iterator[Triple]:
    association, used = Iri(f"{computation}-association"), Iri(f"{computation}-input")
    yield computation, TYPE, _A_COMPUTATION
    yield computation, _ENDED, moment
    yield computation, _VALID, Literal(measured.as_of.isoformat(), datatype=XSD_DATE)
    yield computation, _ASSOCIATION, association
    if measured.input_digest:
        yield computation, _USED, used
    yield association, TYPE, _AN_ASSOCIATION
    yield association, _AGENT, _software(base)
    yield association, _PLAN, plan
    if measured.input_digest:
        yield used, TYPE, _AN_ENTITY
        yield used, _IDENTIFIER, Literal(f"sha256:{measured.input_digest}")


def _texts(subject: Iri, one: Metric) -> Iterator[Triple]:
    for lang, text in one.names.items():
        yield subject, _LABEL, Literal(text, lang)
    for lang, text in one.explanations.items():
        yield subject, _DEFINITION, Literal(text, lang)


def _dimension(plan: Iri, name: str) -> Iri:
    return Iri(f"{plan}#dimension-{name}")


def _software(base: str) -> Iri:
    return Iri(f"{base}/openindex#software")
