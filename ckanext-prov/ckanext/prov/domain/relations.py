"""The relations of PROV: how each is said in PROV-O, directly and qualified, and in PROV-DM.

Source: PROV-O, tables 2 and 3 (https://www.w3.org/TR/prov-o/#qualified-terms-table), and PROV-DM,
section 5. The inverses document (``prov:hadRevision``, ``prov:hadDerivation``) is no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from ckanext.prov.domain.terms import NOTHING, PROV, Iri

RelationKind = Literal[
    "generation",
    "usage",
    "invalidation",
    "communication",
    "start",
    "end",
    "derivation",
    "revision",
    "quotation",
    "primary_source",
    "attribution",
    "association",
    "delegation",
    "influence",
    "alternate",
    "specialization",
    "membership",
]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of relation is written.

    ``direct`` is the property between subject and object. ``qualified`` leads from the subject to
    a node of ``cls``, from which ``influencer`` leads to the object; empty where PROV-O has none.
    ``subject_kind`` and ``object_kind`` are entity, activity or agent, empty where either may
    stand. ``record`` is the name in PROV-N and PROV-JSON, ``formal`` its attributes for subject
    and object there, and ``subtype`` the ``prov:type`` that tells it from others of that name.
    """

    direct: Iri
    qualified: Iri
    cls: Iri
    influencer: Iri
    subject_kind: str
    object_kind: str
    record: str
    formal: tuple[str, str]
    subtype: Iri | None = None


def _shape(
    direct: str,
    name: str,
    kinds: tuple[str, str],
    formal: tuple[str, str],
    *,
    record: str = "",
) -> Shape:
    return Shape(
        PROV(direct),
        PROV(f"qualified{name}") if name else NOTHING,
        PROV(name) if name else NOTHING,
        PROV(kinds[1]) if kinds[1] else PROV("influencer"),
        kinds[0],
        kinds[1],
        record or direct,
        formal,
        subtype=PROV(name) if record else None,
    )


_EA, _AE = ("entity", "activity"), ("activity", "entity")
_EE, _AA = ("entity", "entity"), ("activity", "activity")
_DERIVED = ("generatedEntity", "usedEntity")

SHAPES: Final[Mapping[RelationKind, Shape]] = MappingProxyType(
    {
        "generation": _shape("wasGeneratedBy", "Generation", _EA, _EA),
        "usage": _shape("used", "Usage", _AE, _AE),
        "invalidation": _shape("wasInvalidatedBy", "Invalidation", _EA, _EA),
        "communication": _shape("wasInformedBy", "Communication", _AA, ("informed", "informant")),
        "start": _shape("wasStartedBy", "Start", _AE, ("activity", "trigger")),
        "end": _shape("wasEndedBy", "End", _AE, ("activity", "trigger")),
        "derivation": _shape("wasDerivedFrom", "Derivation", _EE, _DERIVED),
        "revision": _shape("wasRevisionOf", "Revision", _EE, _DERIVED, record="wasDerivedFrom"),
        "quotation": _shape("wasQuotedFrom", "Quotation", _EE, _DERIVED, record="wasDerivedFrom"),
        "primary_source": _shape(
            "hadPrimarySource", "PrimarySource", _EE, _DERIVED, record="wasDerivedFrom"
        ),
        "attribution": _shape(
            "wasAttributedTo", "Attribution", ("entity", "agent"), ("entity", "agent")
        ),
        "association": _shape(
            "wasAssociatedWith", "Association", ("activity", "agent"), ("activity", "agent")
        ),
        "delegation": _shape(
            "actedOnBehalfOf", "Delegation", ("agent", "agent"), ("delegate", "responsible")
        ),
        "influence": _shape("wasInfluencedBy", "Influence", ("", ""), ("influencee", "influencer")),
        "alternate": _shape("alternateOf", "", _EE, ("alternate1", "alternate2")),
        "specialization": _shape("specializationOf", "", _EE, ("specificEntity", "generalEntity")),
        "membership": _shape("hadMember", "", _EE, ("collection", "entity")),
    }
)

DERIVATIONS: Final[tuple[RelationKind, ...]] = (
    "derivation",
    "revision",
    "quotation",
    "primary_source",
)
"""Derivation and what PROV-DM calls its subtypes."""
