"""The rate of a source holds among all processes, and without Redis within each."""

from __future__ import annotations

import pytest
from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from ckanext.govopen.adapters import shared_pace
from ckanext.govopen.adapters.shared_pace import LEAST_GAP, SILENCE, SharedPace
from redis.exceptions import ConnectionError as Gone

from .catalogue_world import unique

pytestmark = pytest.mark.usefixtures("with_plugins")
GAP = 100.0


def test_two_processes_take_turns_at_one_source():
    name = unique("source")
    turns = [SharedPace(name)(GAP) for _ in range(3)]
    assert turns[0] == 0
    assert turns[1:] == pytest.approx([GAP, 2 * GAP], abs=GAP / 2)
    assert SharedPace(unique("source"))(GAP) == 0, "another source has turns of its own"


def test_a_turn_is_forgotten_when_it_has_passed():
    name = unique("source")
    SharedPace(name)(GAP)
    left = connect_to_redis().pttl(config.redis_key(f"pace:{name}"))
    assert GAP - 50 < left / 1000 <= GAP + 1


def test_a_fast_source_is_not_worth_asking(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared_pace, "connect_to_redis", lambda: pytest.fail("was asked"))
    assert SharedPace(unique("source"))(LEAST_GAP / 2) == 0


def test_a_silent_redis_is_not_asked_for_a_while(monkeypatch: pytest.MonkeyPatch):
    asked: list[float] = []
    now = [0.0]

    def gone() -> None:
        asked.append(now[0])
        raise Gone

    monkeypatch.setattr(shared_pace, "connect_to_redis", gone)
    pace = SharedPace(unique("source"), lambda: now[0])
    for moment in (0.0, SILENCE - 1, SILENCE + 1):
        now[0] = moment
        assert pace(GAP) == 0
    assert asked == [0.0, SILENCE + 1]
