"""Labels of versions are unique within a dataset: a rule of ours, since a label is an address."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.prov.domain.constraints.base import constraint
from ckanext.prov.domain.model import Document, Text
from ckanext.prov.domain.terms import DCAT, OWL, PAV, Iri
from govopen_common.problem import Problem


@constraint
def labels_are_unique(document: Document) -> Iterator[Problem]:
    seen: dict[tuple[Iri, str], Iri] = {}
    for node in document.nodes.values():
        for whole in node.values(DCAT("isVersionOf")):
            if isinstance(whole, Text):
                continue
            for label in dict.fromkeys(
                value.value
                for predicate in (DCAT("version"), PAV("version"), OWL("versionInfo"))
                for value in node.values(predicate)
                if isinstance(value, Text)
            ):
                other = seen.setdefault((whole, label), node.iri)
                if other != node.iri:
                    yield Problem(
                        node.iri,
                        "label_used_twice",
                        f"{whole} 的两个版本 {other} 和 {node.iri} 都叫“{label}”。"
                        "请给其中一个改名。",
                        f"{other} and {node.iri} are both version “{label}” of {whole}; call one "
                        "of them something else.",
                    )
