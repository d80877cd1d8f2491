"""What a relation speaks of is described; and a relation is a relation, not a text.

A rule of ours: PROV lets a document speak of things it does not describe, but a reader of a
catalogue's record can do nothing with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ckanext.prov.domain.constraints.base import constraint
from ckanext.prov.domain.model import Document, Text
from ckanext.prov.domain.relations import SHAPES
from ckanext.prov.domain.terms import PROV, Iri
from govopen_common.problem import Problem

_INVERSES: Final = frozenset({PROV("hadRevision"), PROV("hadDerivation")})
_DIRECT: Final = frozenset(shape.direct for shape in SHAPES.values()) | _INVERSES


@constraint
def relations_speak_of_what_is_described(document: Document) -> Iterator[Problem]:
    missing: dict[Iri, Iri] = {}
    for relation in document.relations:
        for iri in (
            relation.subject,
            relation.object,
            relation.activity,
            relation.plan,
            relation.role,
        ):
            if iri and iri not in document.nodes:
                missing.setdefault(iri, relation.iri or relation.subject)
    for iri, by in missing.items():
        yield Problem(
            by,
            "missing_referent",
            f"{by} 提到了 {iri}，但文件中没有对它的描述。请补充描述或删除该关系。",
            f"{by} speaks of {iri}, which is described nowhere; describe it or take the relation "
            "away.",
        )


@constraint
def relations_lead_to_things(document: Document) -> Iterator[Problem]:
    for node in document.nodes.values():
        for predicate, value in node.attributes:
            if predicate in _DIRECT and isinstance(value, Text):
                name = predicate.removeprefix(PROV)
                yield Problem(
                    node.iri,
                    "relation_is_text",
                    f"{node.iri} 的 prov:{name} 是一段文字，不是关系。在 RDF 中请写成 IRI，"
                    f"在 PROV-JSON 中请写在顶层的“{name}”之下。",
                    f"prov:{name} of {node.iri} is a text, no relation; write an IRI in RDF, and "
                    f"a top-level “{name}” in PROV-JSON.",
                )
