"""The demonstration catalogue conforms to the SHACL shapes of DCAT-AP 3 and to our own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from ckanext.dcat.processors import RDFSerializer
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, SH, BNode, Graph

from . import demonstration

SHARED = Path(__file__).parents[4] / "shared"
DCAT_AP = ("dcat-ap-3.0.1-shapes.ttl", "dcat-ap-3.0.0-SHACL.ttl")
REAL = ("guizhou-catalogue-2016.jsonl", "harbin-catalogue-2018.jsonl")
OURS = Path(str(files("govopen_schemas"))) / "shacl"
PAGE = 60


@pytest.fixture(scope="module")
def pages(empty_portal) -> list[Graph]:
    """Graphs of the catalogue, page by page, as the catalogue's address serves them."""
    return paged(demonstration.datasets())


def paged(datasets: list[dict]) -> list[Graph]:
    graphs = []
    for start in range(0, len(datasets), PAGE):
        serializer = RDFSerializer()
        root = serializer.graph_from_catalog({})
        for dataset in datasets[start : start + PAGE]:
            serializer.g.add((root, DCAT.dataset, serializer.graph_from_dataset(dataset)))
        graphs.append(serializer.g)
    return graphs


def shapes(name: str) -> Graph:
    path = SHARED / "shacl" / name
    if not path.exists():
        pytest.skip(f"{path} is not there: the shapes of DCAT-AP lie beside the repository")
    return Graph().parse(path)


def violations(data: Graph, rules: Graph) -> list[str]:
    """Results of severity Violation, each as focus, path, value and message."""
    _, results, _ = validate(data, shacl_graph=rules, advanced=True, inplace=True)
    found = []
    for result in results.subjects(SH.resultSeverity, SH.Violation):
        parts = (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)
        found.append(" | ".join(str(results.value(result, part)) for part in parts))
    return sorted(found)


@pytest.mark.parametrize("name", DCAT_AP)
def test_the_demonstration_catalogue_conforms_to_dcat_ap(pages, name: str) -> None:
    rules = shapes(name)
    found = [fault for page in pages for fault in violations(page, rules)]
    assert not found, found[:20]


@pytest.mark.parametrize("path", sorted(OURS.glob("*.ttl")), ids=lambda path: path.stem)
def test_the_demonstration_catalogue_conforms_to_our_shapes(pages, path: Path) -> None:
    rules = Graph().parse(path)
    found = [fault for page in pages for fault in violations(page, rules)]
    assert not found, found[:20]


@pytest.fixture(scope="module")
def real_pages(pages) -> list[Graph]:
    """The same of the real catalogues beside the repository, in the database of ``pages``."""
    files = [SHARED / "data" / name for name in REAL]
    missing = [str(path) for path in files if not path.exists()]
    if missing:
        pytest.skip(f"the real catalogues lie beside the repository: {missing} are not there")
    return paged(demonstration.real_datasets(files))


def test_the_real_catalogues_are_whole(real_pages) -> None:
    assert sum(len(set(page.subjects(RDF.type, DCAT.Dataset))) for page in real_pages) == 598


@pytest.mark.parametrize("name", DCAT_AP)
def test_the_real_catalogues_conform_to_dcat_ap(real_pages, name: str) -> None:
    rules = shapes(name)
    found = [fault for page in real_pages for fault in violations(page, rules)]
    assert not found, found[:20]


def test_the_shapes_do_find_what_is_missing(pages) -> None:
    """Otherwise conforming would prove nothing."""
    broken = Graph() + pages[0]
    dataset = next(broken.subjects(RDF.type, DCAT.Dataset))
    broken.remove((dataset, DCTERMS.title, None))
    broken.remove((dataset, DCTERMS.identifier, None))
    assert any(str(dataset) in fault for fault in violations(broken, shapes(DCAT_AP[0])))
    ours = Graph().parse(OURS / "govopen.ttl")
    assert any(str(dataset) in fault for fault in violations(broken, ours))


def test_there_is_no_blank_node_in_the_catalogue(pages) -> None:
    blank = [
        triple for page in pages for triple in page if any(isinstance(t, BNode) for t in triple)
    ]
    assert not blank, blank[:10]


def test_every_dataset_is_in_a_sub_catalogue_below_the_root(pages) -> None:
    for page in pages:
        root = next(page.subjects(DCTERMS.publisher, None))
        roots = {
            ref
            for ref in page.subjects(RDF.type, DCAT.Catalog)
            if not page.value(ref, DCTERMS.isPartOf)
        }
        assert len(roots) == 1, root
        for dataset in page.subjects(RDF.type, DCAT.Dataset):
            holders = set(page.subjects(DCAT.dataset, dataset)) - roots
            assert len(holders) == 1
            assert roots & set(page.transitive_subjects(DCAT.catalog, holders.pop()))
