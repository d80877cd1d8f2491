from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from govopen_common.http.pacing import RateLimit, backoff, retry_after
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


@quick
@given(st.integers(0, 200), st.floats(0, 1), st.floats(0.01, 10), st.floats(1, 600))
def test_a_wait_is_never_longer_than_the_longest_nor_less_than_half_its_step(n, luck, first, most):
    seconds = backoff(n, first, most, lambda: luck)
    whole = min(most, first * 2.0**n)
    assert whole / 2 <= seconds <= whole


@quick
@given(st.integers(0, 10**6))
def test_retry_after_means_the_same_as_seconds_and_as_a_date(seconds):
    moment = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    for text in (str(seconds), moment):
        assert retry_after({"retry-after": text}, lambda: NOW) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5.2", "Mon, 99 Foo 2026"])
def test_a_retry_after_without_sense_is_none(text):
    assert retry_after({"retry-after": text}, lambda: NOW) is None


def test_a_date_that_has_passed_means_now():
    passed = format_datetime(NOW - timedelta(hours=1), usegmt=True)
    assert retry_after({"retry-after": passed}, lambda: NOW) == 0


def test_threads_that_share_a_limit_get_turns_of_their_own():
    waits: list[float] = []
    limit = RateLimit(10, clock=lambda: 5.0, sleep=waits.append)
    threads = [threading.Thread(target=limit.wait) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(round(wait, 3) for wait in waits) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]


def test_the_later_of_our_turn_and_the_one_among_other_processes_counts():
    waits: list[float] = []
    others = iter([0.0, 0.5, 0.15])
    limit = RateLimit(10, lambda: 5.0, waits.append, reserve=lambda gap: next(others) + gap - 0.1)
    for _ in range(3):
        limit.wait()
    assert [round(wait, 3) for wait in waits] == [0.5, 0.2]
