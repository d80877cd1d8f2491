"""From a dataset, its versions and its log to a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest
from ckanext.prov.domain import build, forms, iri
from ckanext.prov.domain.constraints import check
from ckanext.prov.domain.excerpt import excerpt
from ckanext.prov.domain.facts import Derivation, Facts, Related
from ckanext.prov.domain.graph import graph
from ckanext.prov.domain.model import Document, Text
from ckanext.prov.domain.record import Agent, Entity
from ckanext.prov.domain.terms import DCAT, DCT, FOAF, LABEL, LANG_STRING, PAV, PROV, XSD, Iri
from ckanext.prov.domain.version import Version
from hypothesis import given, settings
from prov_example import BASE, DATASET, EDITOR, FACTS, KEY, MASKED, RAW, at
from prov_strategies import FACTS as ANY_FACTS
from prov_strategies import entry
from rdflib import URIRef

D1 = Iri(f"{BASE}/dataset/d1")
R1, R2 = Iri(f"{D1}/resource/r1"), Iri(f"{D1}/resource/r2")
STRUCTURE = {
    "entity_and_activity", "generated_twice", "invalidated_twice", "missing_referent",
    "relation_is_text", "specialization_cycle",
}  # fmt: skip
ELEMENTS = {
    D1: {
        DCT("issued"), DCT("modified"), DCT("publisher"), DCAT("contactPoint"),
        DCAT("landingPage"), DCT("hasVersion"), DCT("creator"), DCT("source"),
    },
    R1: {
        DCT("issued"), DCT("modified"), DCT("license"), DCT("rights"), DCAT("accessURL"),
        DCAT("downloadURL"),
    },
}  # fmt: skip


def simple(**values: object) -> Facts:
    return Facts(BASE, {"id": "d1", "name": "library", "title": "图书馆"}, KEY, **values)


def related(document: Document, kind: str) -> set[tuple[Iri, Iri]]:
    return {(one.subject, one.object) for one in document.relations if one.kind == kind}


def values(document: Document, iri: Iri, predicate: Iri) -> list[object]:
    return list(document.nodes[iri].values(predicate))


@given(ANY_FACTS)
@settings(max_examples=40, deadline=None)
def test_whatever_was_recorded_the_document_is_sound(facts):
    document = build.document(facts)
    assert not {problem.code for problem in check(document)} & STRUCTURE
    assert forms.write(document, "nt") == forms.write(build.document(facts), "nt")


@pytest.mark.parametrize("subject", ELEMENTS)
def test_the_thirteen_elements_stand_on_their_level(subject):
    said = {predicate for predicate, _ in build.document(FACTS).nodes[subject].attributes}
    assert said >= ELEMENTS[subject]


def test_a_dataset_without_an_id_is_refused():
    with pytest.raises(ValueError, match="no id"):
        build.document(Facts(BASE, {"name": "x"}, KEY))


def test_iris_that_the_dataset_brought_along_are_kept():
    iris = {"d1": "http://other.cn/数据集/1", "r1": "http://other.cn/file/1"}
    document = build.document(replace(FACTS, iris=iris))
    assert document.subject == "http://other.cn/%E6%95%B0%E6%8D%AE%E9%9B%86/1"
    assert Iri("http://other.cn/file/1") in values(document, document.subject, DCAT("distribution"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2016-02-23", Text("2016-02-23", XSD("date"))),
        ("2016", Text("2016", XSD("gYear"))),
        ("2016-02", Text("2016-02", XSD("gYearMonth"))),
        ("2016-02-23T10:00:00+08:00", Text("2016-02-23T10:00:00+08:00", XSD("dateTime"))),
        ("2016-02-23T10:00:00", Text("2016-02-23", XSD("date"))),
        ("2016-02-30", Text("2016-03-01T00:00:00+00:00", XSD("dateTime"))),
        ("soon", Text("2016-03-01T00:00:00+00:00", XSD("dateTime"))),
    ],
)
def test_dates_are_typed_by_what_they_tell(given, expected):
    dataset = {**DATASET, "issued": given, "metadata_created": "2016-03-01T00:00:00"}
    document = build.document(replace(FACTS, dataset=dataset))
    assert values(document, D1, DCT("issued")) == [expected]


def test_versions_speak_all_vocabularies():
    document = build.document(FACTS)
    old, new = Iri(f"{D1}/version/0.9"), Iri(f"{D1}/version/1.0")
    for predicate in (DCAT("previousVersion"), PAV("previousVersion")):
        assert values(document, new, predicate) == [old]
    assert values(document, new, DCT("isVersionOf")) == [D1, old]
    assert values(document, new, DCAT("isVersionOf")) == [D1]
    assert values(document, old, DCT("hasVersion")) == [new]
    for predicate in (DCAT("hasVersion"), DCT("hasVersion"), PAV("hasVersion")):
        assert values(document, D1, predicate) == [old, new]
    assert values(document, D1, DCAT("hasCurrentVersion")) == [new]
    assert (new, old) in related(document, "revision")
    assert {(new, D1), (old, D1)} <= related(document, "specialization")
    revision = next(one for one in document.relations if one.subject == new and one.iri)
    assert (revision.iri, PROV("hadActivity")) is not None
    triples = graph(document)
    node = triples.value(URIRef(new), URIRef(PROV("qualifiedRevision")))
    assert triples.value(node, URIRef(PROV("entity"))) == URIRef(old)
    assert str(triples.value(node, URIRef(PROV("hadActivity")))).endswith("/activity/e8")


def test_a_version_of_an_earlier_date_is_older_than_its_entry():
    made = datetime(2013, 12, 19, tzinfo=timezone.utc)
    facts = simple(
        entries=[
            entry(1, generated=(Entity("dataset", "d1"),), ended=at(1)),
            entry(2, "version_made", generated=(Entity("version", "d1/1.0"),), ended=at(2)),
        ],
        versions=[Version("1.0", made, entry_id="e2")],
    )
    document = build.document(facts)
    assert check(document) == []
    assert values(document, Iri(f"{D1}/version/1.0"), PAV("createdOn")) != []
    assert (Iri(f"{D1}#state-1"), D1) in related(document, "specialization")


def test_formats_derive_one_way():
    document = build.document(FACTS)
    assert values(document, R1, DCT("isFormatOf")) == [R2]
    assert values(document, R2, DCT("hasFormat")) == [R1]
    assert (R1, R2) in related(document, "derivation")
    assert (R2, R1) not in related(document, "derivation")
    assert (R1, R2) in related(document, "alternate")


def test_declared_sources_are_told():
    declared = [
        Derivation("r1", source_iri="http://other.cn/a b"),
        Derivation(source_resource_id="r9"),
        Derivation(source_dataset_id="d2"),
    ]
    related_to = {"d2": Related("d2", "文化设施", {"r9": "表"})}
    document = build.document(replace(FACTS, derivations=declared, related=related_to))
    assert {
        (R1, Iri("http://other.cn/a%20b")),
        (D1, Iri(f"{BASE}/dataset/d2/resource/r9")),
        (D1, Iri(f"{BASE}/dataset/d2")),
    } <= related(document, "derivation")


def test_a_source_that_is_no_address_is_refused():
    with pytest.raises(ValueError, match="not an absolute web address"):
        build.document(simple(derivations=[Derivation(source_iri="somewhere")]))


def test_what_a_reader_may_not_see_has_neither_name_nor_id():
    facts = simple(
        entries=[
            entry(
                1,
                "merged",
                used=(
                    Entity("dataset", "secret-1", "机密名称"),
                    Entity("version", "secret-2/机密", "机密名称"),
                    Entity("resource", "secret-3", "机密名称"),
                    Entity("file", f"secret-4/{RAW}", "机密名称", RAW),
                ),
                generated=(Entity("dataset", "d1"),),
                details={"source": "secret-5", "title": "机密名称", "datasets": 2},
            )
        ],
        derivations=[Derivation(source_dataset_id="secret-6")],
    )
    document = build.document(facts)
    for extension in forms.FORMS:
        text = forms.write(document, extension).decode()
        assert "secret" not in text
        assert "机密" not in text
        assert RAW not in text
    assert forms.write(document, "ttl").decode().count("未公开的数据集") >= 1
    assert check(document) == []


def test_a_record_without_a_name_is_called_one():
    hidden = Entity("record", "hidden:0123")
    found = build.document(simple(entries=[entry(1, "harvested", used=(hidden,))]))
    labels = values(found, iri.record(BASE, hidden.id), LABEL)
    assert Text("来源中的一条记录", LANG_STRING, "zh-Hans-CN") in labels


def test_the_file_that_was_masked_is_not_told_of():
    raw, masked = Entity("file", f"r2/{RAW}", "原始.xlsx", RAW), Entity("file", f"r2/{MASKED}")
    facts = replace(
        FACTS,
        entries=[
            entry(1, "file_uploaded", generated=(raw,), resource_id="r2"),
            entry(2, "file_masked", used=(raw,), generated=(masked,), resource_id="r2"),
        ],
    )
    text = forms.write(build.document(facts), "nt").decode()
    assert RAW not in text
    assert MASKED in text


@pytest.mark.parametrize(
    ("names", "shown", "hidden"),
    [
        ("none", {"编辑"}, {"张三", "u1", "市统计局编辑"}),
        ("departments", {"市统计局编辑"}, {"张三", "u1"}),
        ("people", {"张三"}, set()),
    ],
)
def test_people_are_named_as_far_as_settings_allow(names, shown, hidden):
    told = entry(1, agents=(EDITOR,), generated=(Entity("dataset", "d1"),))
    facts = simple(entries=[told], names=names, organizations={"org1": "市统计局"})
    document = build.document(facts)
    said = {
        value.value
        for node in document.nodes.values()
        for _, value in node.attributes
        if isinstance(value, Text)
    }
    assert shown <= said
    assert not hidden & said
    assert not any("/u1" in iri for iri in document.nodes) or names == "people"
    people = [n for n in document.nodes.values() if PROV("Person") in n.types]
    assert len(people) == (1 if names == "people" else 0)


def test_a_person_acts_for_a_department_in_a_role_by_a_plan():
    document = build.document(FACTS)
    activity = Iri(f"{D1}/provenance/activity/e3")
    editor = Iri(f"{BASE}/agent/role/org1/editor")
    told = [o for o in document.relations if (o.subject, o.object) == (activity, editor)]
    assert [one.role for one in told] == [Iri(f"{BASE}/provenance/role/editor")]
    assert [one.plan for one in told] == [Iri(f"{BASE}/provenance/plan/policy/personal/3")]
    assert (editor, Iri(f"{BASE}/organization/org1")) in related(document, "delegation")
    assert [
        value.value
        for value in document.nodes[Iri(f"{BASE}/organization/org1")].values(FOAF("name"))
    ] == ["市统计局"]


def test_each_change_is_a_state_that_revises_the_one_before():
    used = (Entity("dataset", "d1"),)
    facts = simple(
        entries=[
            entry(1, generated=used, ended=at(1)),
            entry(2, "dataset_changed", used=used, ended=at(2)),
            entry(3, "dataset_changed", used=used, ended=at(3)),
        ]
    )
    document = build.document(facts)
    second, third = Iri(f"{D1}#state-2"), Iri(f"{D1}#state-3")
    assert related(document, "revision") == {(second, D1), (third, second)}
    assert (Iri(f"{D1}/provenance/activity/e3"), second) in related(document, "usage")
    assert check(document) == []


def test_the_same_bytes_again_are_the_same_file_until_another_came_between():
    def upload(number: int, activity: str, digest: str, *used: Entity):
        made = Entity("file", f"r1/{digest}", sha256=digest)
        return entry(number, activity, used=used, generated=(made,), ended=at(number))

    first, other = (Entity("file", f"r1/{digest}") for digest in ("a" * 64, "b" * 64))
    facts = replace(
        FACTS,
        versions=(),
        entries=[
            upload(1, "file_uploaded", "a" * 64),
            upload(2, "file_converted", "a" * 64, Entity("resource", "r2")),
            upload(3, "file_replaced", "b" * 64, first),
            upload(4, "file_replaced", "a" * 64, other),
        ],
    )
    document = build.document(facts)
    one, two = (Iri(f"{R1}/file/{digest}") for digest in ("a" * 64, "b" * 64))
    again = Iri(f"{one}#state-4")
    assert related(document, "revision") == {(two, one), (again, two), (again, one)}
    assert check(document) == []


def test_deletion_ends_a_thing_unless_it_came_back():
    used = (Entity("dataset", "d1"),)
    entries = [
        entry(1, generated=used, ended=at(1)),
        entry(2, "dataset_changed", used=used, ended=at(2)),
        entry(3, "dataset_deleted", used=used, ended=at(3)),
    ]
    state = Iri(f"{D1}#state-2")
    gone = related(build.document(simple(entries=entries)), "invalidation")
    assert {subject for subject, _ in gone} == {D1, state}
    entries.append(entry(4, "dataset_restored", used=used, ended=at(4)))
    document = build.document(simple(entries=entries))
    assert {subject for subject, _ in related(document, "invalidation")} == {state}


def test_counts_are_told_and_nothing_else_of_the_details():
    activity = Iri(f"{D1}/provenance/activity/e3")
    said = {str(name) for name, _ in build.document(FACTS).nodes[activity].attributes}
    terms = f"{BASE}/provenance/terms#"
    assert {name for name in said if name.startswith(terms)} == {f"{terms}columns", f"{terms}rows"}


def test_a_program_acts_for_a_department_too():
    program = Agent("software", "site", "CKAN", department="org1")
    document = build.document(simple(entries=[entry(1, agents=(program,))]))
    software = Iri(f"{BASE}/agent/software/CKAN")
    assert (software, Iri(f"{BASE}/organization/org1")) in related(document, "delegation")


def test_an_excerpt_tells_of_one_file_and_names_the_dataset():
    document = excerpt(build.document(FACTS), R1)
    assert check(document) == []
    assert document.subject == R1
    assert values(document, D1, DCT("title")) != []
    assert values(document, D1, DCAT("distribution")) == []
    assert R2 in document.nodes
    assert Iri(f"{D1}/provenance/activity/e5") in document.nodes
    assert Iri(f"{D1}/provenance/activity/e9") not in document.nodes
    assert Iri(f"{R1}#checksum") in document.nodes
    with pytest.raises(KeyError):
        excerpt(build.document(FACTS), Iri(f"{D1}/resource/none"))
