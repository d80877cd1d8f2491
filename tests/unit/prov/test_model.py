"""The model of a document: texts, times, relations."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ckanext.prov.domain import iri
from ckanext.prov.domain.model import Document, Text, moment, number, tagged
from ckanext.prov.domain.terms import BOOLEAN, DATE_TIME, DCT, INTEGER, PROV, Iri
from ckanext.prov.domain.triples import triples

A, B, C = (Iri(f"https://data.example.cn/dataset/{name}") for name in "abc")


def test_a_locale_becomes_a_language_tag():
    assert tagged("图书馆", "zh_Hans_CN").lang == "zh-Hans-CN"
    assert tagged("library", "en") == Text("library", tagged("x", "en").datatype, "en")


@pytest.mark.parametrize("locale", ["", "zh Hans", "中文", "e", "en-"])
def test_what_is_no_language_tag_is_left_out(locale):
    assert tagged("text", locale) == Text("text")


def test_what_xml_cannot_hold_is_replaced():
    assert Text("a\x00b\x0bc\ud800\ufffe").value == "a\ufffdb\ufffdc\ufffd\ufffd"
    assert Text("a\r\nb\rc\td\n").value == "a\nb\nc\td\n"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 3, 2))


def test_values_carry_their_types():
    china = timezone(timedelta(hours=8))
    time = moment(datetime(2026, 3, 2, 9, tzinfo=china))
    assert time == Text("2026-03-02T09:00:00+08:00", DATE_TIME)
    assert number(True) == Text("true", BOOLEAN)
    assert number(3) == Text("3", INTEGER)


def test_equal_documents_need_not_be_written_in_the_same_order():
    one, other = Document(A), Document(A)
    for document, names in ((one, (A, B)), (other, (B, A))):
        for name in names:
            document.node("entity", name).add(DCT("title"), Text("t"))
        document.relate("revision", A, B)
    assert one == other
    other.nodes[B].add(DCT("title"), Text("u"))
    assert one != other


def test_a_qualified_relation_is_said_directly_too():
    document = Document(A)
    document.relate("revision", A, B, activity=C)
    node = next(iter(document.relations)).iri
    assert set(triples(document)) == {
        (A, PROV("wasRevisionOf"), B),
        (A, PROV("qualifiedRevision"), node),
        (node, iri_type(), PROV("Revision")),
        (node, PROV("entity"), B),
        (node, PROV("hadActivity"), C),
    }
    assert node.startswith(f"{A}#revision-")


def iri_type() -> Iri:
    return Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def test_a_relation_of_two_ends_alone_has_no_node_of_its_own():
    document = Document(A)
    document.relate("derivation", A, B)
    assert list(triples(document)) == [(A, PROV("wasDerivedFrom"), B)]


def test_a_label_becomes_one_segment_of_the_path():
    assert iri.version("https://d.cn/", "x", "2.0 终稿/a") == (
        "https://d.cn/dataset/x/version/2.0%20%E7%BB%88%E7%A8%BF%2Fa"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://a.cn/数据 1.csv?q=图#x", "http://a.cn/%E6%95%B0%E6%8D%AE%201.csv?q=%E5%9B%BE#x"),
        ("http://a.cn/%E6%95%B0", "http://a.cn/%E6%95%B0"),
        ("http://a.cn/100%", "http://a.cn/100%25"),
        ('http://a.cn/"<>\\^`{|}', "http://a.cn/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("HTTP://数据.cn/a", "http://xn--vxup8b.cn/a"),
        (" http://a.cn/a\n", "http://a.cn/a"),
        ("javascript:alert(1)", None),
        ("http://", None),
        ("http://a b/", None),
        ("http://[::1", None),
        ("图书馆", None),
        (None, None),
    ],
)
def test_addresses_are_mended_or_left_out(given, expected):
    assert iri.address(given) == expected


def test_what_is_not_public_gives_nothing_away():
    one = iri.restricted("https://d.cn", b"k" * 16, "dataset", "secret-dataset")
    assert "secret" not in one
    assert one == iri.restricted("https://d.cn", b"k" * 16, "dataset", "secret-dataset")
    assert one != iri.restricted("https://d.cn", b"l" * 16, "dataset", "secret-dataset")
    with pytest.raises(ValueError, match="16 bytes"):
        iri.restricted("https://d.cn", b"short", "dataset", "x")
