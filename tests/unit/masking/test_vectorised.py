"""What is done to whole columns equals what is done to each value."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.operators import Scope
from ckanext.masking.domain.operators import registry as operators
from ckanext.masking.domain.scanning.seen import Seen
from hypothesis import given, settings
from hypothesis import strategies as st

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DAYS = st.integers(0, 60_000).map(lambda n: date(1880, 1, 1) + timedelta(days=n))


def identity(area: int, day: date, serial: int, wrong: int, small: bool) -> str:
    body = f"{area:06}{day:%Y%m%d}{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    number = body + "10X98765432"[(total + wrong) % 11]
    return number.lower() if small else number


NUMBERS = st.builds(
    identity,
    st.integers(100_000, 999_999),
    DAYS,
    st.integers(0, 999),
    st.sampled_from((0, 0, 0, 1)),
    st.booleans(),
)
ODD = st.sampled_from(("", "+1010519491231002", "-11010519491231002", "1" * 18, "一" * 6, "１" * 6))


@settings(deadline=None, max_examples=80)
@given(st.lists(NUMBERS | ODD | st.text("0123456789Xx- ", max_size=20), min_size=1, max_size=12))
@pytest.mark.parametrize("kind", ["resident_id", "residence_permit", "permanent_residence"])
def test_a_column_of_numbers_is_judged_certain_where_each_alone_is(kind: str, texts: list[str]):
    detector = registry.load()[kind]
    cell = pl.DataFrame({"cell": texts})["cell"].str.strip_chars()
    check = detector.whole(pl.col("cell"), False)
    assert check is not None
    grades = cell.to_frame().select(check).to_series().to_list()
    for text, grade in zip(cell.to_list(), grades, strict=True):
        alone = max(
            (f.certainty for f in detector.find(Seen(text)) if f.end - f.start == len(text)),
            default=0,
        )
        if grade == Certainty.CERTAIN:
            assert alone == Certainty.CERTAIN, text
        if grade:
            assert alone, text


@settings(deadline=None, max_examples=80)
@given(
    st.integers(1, 12).flatmap(
        lambda n: st.lists(st.text(" \u3000a1张\u200b", min_size=n, max_size=n), min_size=1)
    ),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_values_of_one_length_keep_what_each_alone_keeps(
    texts: list[str], prefix: int, suffix: int
):
    mask = operators()["partial"].bind({"prefix": prefix, "suffix": suffix}, Scope())
    series = pl.Series("cell", texts)
    assert mask.series(series).to_list() == [mask.apply(text) for text in texts]
