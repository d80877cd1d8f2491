"""What holds for every text: places map back, disguises do not hide, nothing prints a value."""

from __future__ import annotations

import re
import urllib.parse
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.finding import Certainty, Finding, resolve
from ckanext.masking.domain.scanning.column import scan_column
from ckanext.masking.domain.scanning.fold import fold
from ckanext.masking.domain.scanning.report import ColumnReport
from ckanext.masking.domain.scanning.seen import MOST, Seen
from ckanext.masking.domain.scanning.text import find_all, scan_text
from hypothesis import given, settings
from hypothesis import strategies as st

DETECTORS = registry.load()
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
TEXTS = st.text(
    st.sampled_from("0123456789Xx１２３% \\u&#;.-·:/@'“\u200b\u00ad一二张王伟号路室年月日贵A使")
    | st.characters(codec="utf-8"),
    max_size=80,
)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["520103", "110105", "440305", "659001", "310230", "710000"]))
    day = draw(st.dates(date(1900, 1, 1), date(2024, 12, 31)))
    body = f"{area}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


@st.composite
def disguises(draw: st.DrawFn, number: str) -> str:
    """The number as it may be written: each step on top of the one before."""
    text = draw(st.sampled_from([number, number.lower(), number.replace("X", "×")]))
    joint = draw(st.sampled_from(["", " ", "-", ".", "·", " - "]))
    cuts = sorted(draw(st.sets(st.integers(1, len(text) - 1), max_size=4)))
    text = joint.join(text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
    text = draw(st.sampled_from([text, wide(text) if "·" not in text else text]))
    hidden = draw(st.sampled_from(["", "\u200b", "\u00ad", "\u2060", "\ufe0f"]))
    place = draw(st.integers(1, len(text) - 1))
    return text[:place] + hidden + text[place:]


@settings(deadline=None)
@given(st.data(), identity_numbers())
def test_an_identity_number_is_found_in_any_disguise(data: st.DataObject, number: str):
    text = data.draw(disguises(number))
    before, behind = data.draw(
        st.sampled_from(
            [("", ""), ("身份证：", "，"), ("“", "”"), ('{"a":"', '"}'), ("张三", "住")]
        )
    )
    found = find_all(before + text + behind, DETECTORS)
    assert Finding(len(before), len(before) + len(text), "resident_id", Certainty.CERTAIN) in found


@given(identity_numbers(), st.booleans())
def test_an_identity_number_is_found_percent_encoded(number: str, all_of_it: bool):
    text = "".join(f"%{ord(c):02X}" for c in number) if all_of_it else urllib.parse.quote(number)
    found = find_all(f"https://x.cn/?q={text}&p=1", DETECTORS)
    assert [(f.detector, f.start, f.end) for f in found] == [("resident_id", 16, 16 + len(text))]


@given(identity_numbers(), st.integers(1, 10), st.sampled_from(["", "身份证号：", "id "]))
def test_a_number_with_a_wrong_checksum_is_never_certain(number: str, step: int, before: str):
    digits = "10X98765432"
    wrong = number[:17] + digits[(digits.index(number[17]) + step) % 11]
    found = find_all(before + wrong, DETECTORS)
    certain = {f.detector for f in found if f.certainty is Certainty.CERTAIN}
    assert "resident_id" not in certain


@settings(deadline=None)
@given(TEXTS)
def test_places_lie_inside_the_text_and_do_not_overlap(text: str):
    last = 0
    for finding in find_all(text, DETECTORS, "身份证"):
        assert last <= finding.start < finding.end <= len(text)
        last = finding.end


@given(TEXTS)
def test_each_folded_character_comes_from_a_place_of_the_text_in_order(text: str):
    folded, places = fold(text)
    if places is None:
        assert len(folded) == len(text)
        return
    assert len(places) == len(folded)
    last = 0
    for start, end in places:
        assert last <= start < end <= len(text)
        last = start
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@given(TEXTS)
def test_what_is_folded_once_stays_as_it_is_unless_it_hides_a_second_escape(text: str):
    folded, _ = fold(text)
    if not set("%\\&") & set(folded):
        assert fold(folded)[0] == folded


@settings(max_examples=50, deadline=None)
@given(identity_numbers(), TEXTS)
def test_nothing_that_is_reported_prints_a_value(number: str, around: str):
    text = f"{around} {number} "
    report = scan_text(text, DETECTORS)
    column = scan_column("证件", [text, number, None], DETECTORS)
    printed = f"{report!r}{column!r}{Seen(text)!r}{next(Seen(number).windows(17, 18))!r}"
    assert number not in printed
    assert number[:17] not in printed


@given(
    st.lists(
        st.builds(
            lambda start, width, name, certainty: Finding(start, start + width, name, certainty),
            st.integers(0, 30),
            st.integers(1, 10),
            st.sampled_from(["a", "b"]),
            st.sampled_from(Certainty),
        )
    )
)
def test_what_overlaps_is_resolved_without_losing_a_character(findings: list[Finding]):
    kept = resolve(findings, {"a": 0, "b": 1})
    covered = {place for f in findings for place in range(f.start, f.end)}
    assert {place for f in kept for place in range(f.start, f.end)} == covered
    assert sum(f.end - f.start for f in kept) == len(covered)
    assert resolve(reversed(findings), {"a": 0, "b": 1}) == kept


@given(
    st.lists(st.sampled_from(["1", "13", "138", " ", "-", "520103", "X", "，", "."]), max_size=400)
)
def test_the_work_on_numbers_grows_with_the_length_of_the_text_and_no_faster(parts: list[str]):
    seen = Seen("".join(parts))
    assert sum(1 for _ in seen.windows(1, 19)) <= 19 * len(seen.groups())


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_no_pattern_of_a_detector_can_look_at_the_whole_text_from_one_place(name: str):
    module = __import__(type(DETECTORS[name]).__module__, fromlist=["x"])
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    for pattern in patterns:
        widest = re._parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE).getwidth()[1]
        assert widest <= 2048, pattern.pattern


def test_a_long_text_is_looked_at_to_its_end_and_over_the_cuts():
    number = "11010519491231002X"
    for place in (0, MOST - 9, MOST - 300, 2 * MOST - 700, 3 * MOST):
        text = "字" * place + number + "字" * (3 * MOST - place)
        assert [(f.start, f.end) for f in find_all(text, DETECTORS)] == [(place, place + 18)]


def test_a_text_that_is_too_long_for_one_look_is_refused():
    with pytest.raises(ValueError, match="cut it"):
        Seen("1" * (MOST + 1))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.one_of(
            identity_numbers(),
            st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
            st.from_regex(r"\A62[0-9]{14}\Z"),
            st.from_regex(r"\A[王李张][一-龥]{1,2}\Z"),
            st.from_regex(r"\A0851-?[2-8][0-9]{7}\Z"),
            st.from_regex(r"\A贵[A-E][0-9D]{5,6}\Z"),
            st.from_regex(r"\A[a-z]{3}@[a-z]{2}\.cn\Z"),
            st.from_regex(r"\A贵阳市[一-龥]{2}路[0-9]{1,3}号\Z"),
            TEXTS,
        ),
        min_size=1,
        max_size=12,
    ),
    st.booleans(),
)
def test_the_checks_of_whole_columns_claim_no_more_than_the_search_of_one_cell(
    cells: list[str], suggested: bool
):
    cells = [cell.strip() for cell in cells if cell.strip()]
    for name, detector in DETECTORS.items():
        check = detector.whole(pl.col("cell"), suggested)
        if check is None or not cells:
            continue
        header = detector.headers.words[0] if suggested else ""
        for cell, certainty in zip(
            cells, pl.DataFrame({"cell": cells}).select(check).to_series(), strict=True
        ):
            if certainty:
                found = {f for f in detector.find(Seen(cell, header)) if f.detector == name}
                assert any(f.certainty >= certainty for f in found), (name, certainty)


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, max_size=20))
def test_a_series_and_an_iterator_give_the_same_report(cells: list[str]):
    report = scan_column("备注", cells, DETECTORS)
    assert isinstance(report, ColumnReport)
    assert scan_column("备注", pl.Series("x", cells, dtype=pl.String), DETECTORS) == report
    assert report.cells + report.blank == len(cells)
