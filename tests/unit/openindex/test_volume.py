"""Volume is what was counted, and files that are split or copied add nothing."""

from __future__ import annotations

import pytest
from ckanext.openindex.domain.facts import SKETCH, Inspection
from ckanext.openindex.domain.inspection import examine
from ckanext.openindex.domain.volume import volume
from hypothesis import given
from hypothesis import strategies as st
from index_world import AS_OF, dataset, resource, table


def counted(*inspections: Inspection) -> tuple[int | None, int | None]:
    files = tuple(resource(n, inspection=one) for n, one in enumerate(inspections))
    found = volume(dataset(resources=files))
    return found.records, found.bytes


rows_of_files = st.sets(st.integers(0, 2**63 - 1), min_size=2, max_size=200)


def test_nothing_inspected_is_not_known():
    assert counted() == (None, None)
    assert volume(dataset(resources=(resource(),))).records is None


@given(rows_of_files, st.integers(1, 9))
def test_a_split_file_has_the_volume_of_the_whole(hashes: set[int], parts: int):
    ordered = sorted(hashes)
    pieces = [table(ordered[n::parts]) for n in range(parts) if ordered[n::parts]]
    assert counted(*pieces) == counted(table(hashes)) == (len(hashes), 10 * len(hashes))


@given(rows_of_files, st.integers(2, 5))
def test_copies_count_once(hashes: set[int], copies: int):
    same = [table(hashes, format=form, bytes=size) for size, form in enumerate("abcde")]
    assert counted(*same[:copies]) == counted(table(hashes))


@given(rows_of_files)
def test_a_copy_with_its_rows_written_twice_adds_nothing(hashes: set[int]):
    twice = table(hashes, rows=2 * len(hashes), duplicate_rows=len(hashes))
    assert counted(table(hashes), twice)[0] == len(hashes)


@given(rows_of_files, rows_of_files)
def test_files_that_overlap_count_less_than_apart(some: set[int], others: set[int]):
    records, _ = counted(table(some), table(others))
    assert records is not None
    assert records <= len(some) + len(others)
    if max(len(some), len(others)) < SKETCH:
        assert records == len(some | others)


def test_a_table_cut_by_columns_counts_once():
    cut = [table(range(n, 100 + n), columns_digest=str(n)) for n in range(10)]
    assert counted(*cut)[0] == 100


def test_an_empty_file_does_not_hide_that_others_are_copies():
    empty = table((), header_only=True)
    assert counted(table(range(100)), table(range(100), bytes=5), empty)[0] == 100


def test_repeated_rows_count_once():
    assert counted(table(range(10), rows=1000, duplicate_rows=990))[0] == 10


def test_what_cannot_be_read_has_no_volume():
    assert counted(Inspection(AS_OF, bytes=10**9, fault="bomb")) == (None, 0)


@pytest.mark.parametrize(
    "found",
    [
        Inspection(AS_OF, bytes=0, fault="empty"),
        Inspection(AS_OF, bytes=9, fault="encrypted"),
        Inspection(AS_OF, "html", bytes=20_000),
    ],
)
def test_a_table_without_anything_in_it_counts_as_nothing_and_not_as_unknown(found: Inspection):
    said = volume(dataset(resources=(resource(1, format="csv", inspection=found),)))
    assert (said.records, said.bytes) == (0, 0)
    paper = volume(dataset(resources=(resource(1, format="pdf", inspection=found),)))
    assert (paper.records, paper.bytes) == (None, 0)
    assert paper.unsaid == "no_tables"
    beside = table(range(5))
    both = dataset(resources=(resource(1, inspection=found), resource(2, inspection=beside)))
    assert volume(both).records == 5


def test_what_is_beyond_our_own_bounds_is_not_known():
    late = resource(1, format="csv", inspection=Inspection(AS_OF, fault="timeout"))
    said = volume(dataset(resources=(late,)))
    assert (said.records, said.bytes, said.unsaid) == (None, None, "not_judged")


def test_documents_count_in_bytes_and_once():
    first, other = (Inspection(AS_OF, "pdf", 5000, digest=word) for word in "ab")
    assert counted(first, first, other) == (None, 10000)


def test_an_inspected_file_its_parts_and_its_other_form_have_one_volume(tmp_path):
    lines = [f"{n},名称 {n}" for n in range(300)]
    texts = {
        "whole.csv": ["id,name", *lines],
        "first.csv": ["id,name", *lines[:200]],
        "rest.csv": ["id,name", *lines[200:]],
        "quoted.csv": ['"id","name"', *(f'"{n}","名称 {n}"' for n in range(300))],
    }
    found: dict[str, Inspection] = {}
    for name, content in texts.items():
        path = tmp_path / name
        path.write_text("\n".join(content) + "\n", "utf-8")
        found[name] = examine(path, AS_OF, declared_format="csv")[0]
    whole = counted(found["whole.csv"])
    assert whole[0] == 300
    assert counted(found["first.csv"], found["rest.csv"]) == whole
    assert counted(found["whole.csv"], found["quoted.csv"]) == whole


def test_rows_written_twice_add_neither_records_nor_bytes(tmp_path):
    once, twice = tmp_path / "once", tmp_path / "twice"
    once.write_text("id,v\n1,a\n2,b\n", "utf-8")
    twice.write_text("id,v\n" + "1,a\n2,b\n" * 50, "utf-8")
    whole, inflated = (examine(path, AS_OF, declared_format="csv")[0] for path in (once, twice))
    assert counted(inflated) == counted(whole) == (2, 4)
