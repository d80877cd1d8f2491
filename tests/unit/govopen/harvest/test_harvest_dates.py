from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ckanext.govopen.domain.harvest.dates import CHINA, DateError, parse_date, parse_zone
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1), max_value=datetime(2199, 12, 31), timezones=st.just(CHINA)
).map(lambda moment: moment.replace(microsecond=0))


@quick
@given(MOMENTS)
def test_every_form_of_a_moment_names_the_same_moment(moment):
    milliseconds = int(moment.timestamp() * 1000)
    forms = [
        moment.strftime("%Y-%m-%d %H:%M:%S"),
        moment.strftime("%Y-%m-%dT%H:%M:%S"),
        moment.strftime("%Y-%m-%dT%H:%M:%S.000+08:00"),
        moment.strftime("%Y/%m/%d %H:%M:%S"),
        moment.strftime("%Y年%m月%d日 %H:%M:%S"),
        moment.strftime("%Y-%m-%d %H:%M:%S.0"),
        moment.strftime("%Y%m%d%H%M%S"),
        moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    ]
    if milliseconds >= 10**11:
        forms += [milliseconds, str(milliseconds)]
    assert {parse_date(form) for form in forms} == {moment}


@quick
@given(st.text())
def test_any_text_is_a_date_or_nothing_or_refused(text):
    try:
        found = parse_date(text)
    except DateError:
        return
    assert found is None or found.tzinfo is not None


@quick
@given(st.one_of(st.integers(), st.floats(), st.booleans()))
def test_any_number_is_a_date_or_refused(number):
    try:
        found = parse_date(number)
    except DateError:
        return
    assert found is None or isinstance(found, datetime)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-01-02 ..", (2020, 1, 2)),
        ("2020-1-2", (2020, 1, 2)),
        ("2020.01.02", (2020, 1, 2)),
        ("2020年1月2日", (2020, 1, 2)),
        ("2020-01", (2020, 1, 1)),
        ("2020年1月", (2020, 1, 1)),
        ("20200102", (2020, 1, 2)),
        ("2020-01-02 24:00:00", (2020, 1, 3)),
        (1577894400, (2020, 1, 2)),
    ],
)
def test_a_day_written_as_platforms_write_it_is_read(written, day):
    found = parse_date(written)
    assert (found.year, found.month, found.day) == day


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", "--", "无"])
def test_what_says_nothing_is_no_date(nothing):
    assert parse_date(nothing) is None


@pytest.mark.parametrize(
    "wrong", ["0000-00-00", "2021-13-45", "2021-02-30", "0001-01-01", "昨天", "12345", True]
)
def test_what_is_no_day_is_refused(wrong):
    with pytest.raises(DateError):
        parse_date(wrong)


def test_a_time_without_a_zone_is_taken_in_the_zone_given():
    found = parse_date("2020-01-02 00:30:00", zone=parse_zone("+00:00"))
    assert found == datetime(2020, 1, 2, 0, 30, tzinfo=timezone.utc)


def test_a_form_of_the_profile_is_tried_first():
    assert parse_date("02.01.2020", formats=["%d.%m.%Y"]).day == 2


def test_a_zone_is_hours_and_minutes():
    assert parse_zone("-03:30").utcoffset(None) == timedelta(hours=-3, minutes=-30)
    with pytest.raises(DateError):
        parse_zone("China")
