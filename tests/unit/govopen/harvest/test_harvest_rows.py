from __future__ import annotations

import io
import json
from datetime import date

import openpyxl
import pytest
import yaml
from ckanext.govopen.domain.harvest import (
    SourceError,
    fetch_record,
    list_pages,
    map_record,
    parse_profile,
)
from harvest_world import keep, quick, session
from hypothesis import given
from hypothesis import strategies as st

ROWS = [{"编号": "a", "名称": "甲"}, {"编号": "b", "名称": "乙"}, {"编号": "a", "名称": "丙"}]


def profile(**parts):
    part = {"format": "jsonlines", "id": {"key": "编号"}, "page_size": 2, **parts}
    text = {"profile": 1, "file": part, "fields": {"title": {"key": "名称"}}}
    return parse_profile(yaml.safe_dump(text, allow_unicode=True), "test")


def lines(rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def csv(rows, charset="utf-8", mark=","):
    text = "\r\n".join(mark.join(row) for row in [list(rows[0]), *(r.values() for r in rows)])
    return text.encode(charset)


def excel(rows, above=0):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目录"
    for _ in range(above):
        sheet.append(["附件：目录表"])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titles(body, made):
    at = session(lambda request: body, made)
    items = [item for page in list_pages(at) for item in page.items]
    return {
        item.id: map_record(made, fetch_record(at, item), keep).fields["title"] for item in items
    }


EXPECTED = {"a": "甲", "b": "乙", "a#2": "丙"}


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (lines(ROWS), {}),
        (b"\xef\xbb\xbf" + lines(ROWS) + b"\n\n", {}),
        (json.dumps(ROWS).encode(), {"format": "json"}),
        (csv(ROWS), {"format": "csv"}),
        (csv(ROWS, "gb18030"), {"format": "csv", "charset": "gbk"}),
        (csv(ROWS, "gb18030"), {"format": "csv"}),
        (csv(ROWS, "utf-8-sig", ";"), {"format": "csv", "delimiter": ";"}),
        (excel(ROWS), {"format": "excel"}),
        (excel(ROWS, above=2), {"format": "excel", "sheet": "目录", "header": 3}),
    ],
)
def test_the_same_rows_come_from_every_kind_of_file(body, part):
    assert titles(body, profile(**part)) == EXPECTED


def test_a_row_that_is_no_json_is_told_with_its_number_and_the_others_come():
    body = lines(ROWS[:1]) + b"\n{broken\n[1]\n" + lines(ROWS[1:2])
    pages = list(list_pages(session(lambda request: body, profile())))
    assert [item.id for page in pages for item in page.items] == ["a", "b"]
    problems = [problem for page in pages for problem in page.problems]
    assert ["2" in problems[0].zh, "3" in problems[1].zh] == [True, True]


def test_a_row_without_an_id_is_told():
    (page,) = list_pages(session(lambda request: lines([{"名称": "甲"}]), profile()))
    assert page.problems[0].code == "no-id"


@quick
@given(count=st.integers(1, 30), size=st.integers(1, 7), stop=st.integers(0, 5))
def test_a_file_goes_on_after_any_page_with_the_same_ids(count, size, stop):
    body = lines([{"编号": str(number % 4), "名称": "x"} for number in range(count)])
    made = profile(page_size=size)
    pages = list(list_pages(session(lambda request: body, made)))
    kept = pages[: stop + 1]
    cursor = kept[-1].cursor
    rest = list(list_pages(session(lambda request: body, made), cursor)) if cursor else []
    found = [item.id for page in [*kept, *rest] for item in page.items]
    assert len(found) == len(set(found)) == count


def test_numbers_and_days_of_a_sheet_are_read_as_they_are_meant():
    at = session(
        lambda request: excel([{"编号": 12, "名称": date(2020, 1, 2)}]), profile(format="excel")
    )
    (page,) = list_pages(at)
    assert page.items[0].id == "12"
    assert str(page.items[0].document["名称"]).startswith("2020-01-02")


@pytest.mark.parametrize("kind", ["excel", "json"])
def test_a_file_of_another_kind_is_refused_with_a_reason(kind):
    with pytest.raises(SourceError) as failure:
        list(list_pages(session(lambda request: b"\x00nonsense", profile(format=kind))))
    assert failure.value.code == "file"


def test_many_thousand_lines_are_listed_in_pages():
    body = lines({"编号": str(number)} for number in range(20_000))
    pages = list_pages(session(lambda request: body, profile(page_size=500)))
    assert sum(len(page.items) for page in pages) == 20_000
