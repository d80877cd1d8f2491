"""Asking addresses: politely, within bounds, and never inside our own walls."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ckanext.openindex.adapters.asking import ask
from ckanext.openindex.adapters.fetching import Bounds, Failed, Fetcher
from ckanext.openindex.domain.probing import plan
from govopen_common.http.address import AddressPolicy
from hypothesis import given
from hypothesis import strategies as st

from demo.misbehaving import Peers

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)
PUBLIC_NAME = "data.example"


@pytest.fixture
def peer():
    made = Peers()
    yield made
    made.close()


def resolving(table: dict[str, list[str]]):
    return lambda host, port: table.get(host, [host])


def fetcher(allowed: tuple[str, ...] = ("127.0.0.1",), total: float = 1.0, **table: list[str]):
    resolve = resolving({PUBLIC_NAME: ["127.0.0.1"], **table})
    return Fetcher(AddressPolicy(allowed, resolve), "test", Bounds(total=total, wait=total))


def probe(url: str, **settings):
    return ask(fetcher(**settings), url, "access").probe


def test_an_address_that_answers_is_reachable_and_asked_once(peer):
    found = probe(peer.url("/ok"))
    assert (found.reachable, found.status, found.error, found.final_url) == (True, 200, "", "")
    assert peer.seen == [("HEAD", "/ok")]


def test_a_server_that_refuses_head_is_asked_for_the_first_bytes(peer):
    assert probe(peer.url("/nohead")).reachable
    assert peer.seen == [("HEAD", "/nohead"), ("GET", "/nohead")]


@pytest.mark.parametrize("status", [404, 403, 500, 204])
def test_another_status_than_200_is_not_reachable(peer, status: int):
    found = probe(peer.url(f"/status/{status}"))
    assert (found.reachable, found.status, found.error) == (False, status, f"http_{status}")


def test_who_asks_us_to_wait_is_not_asked_twice(peer):
    outcome = ask(fetcher(), peer.url("/status/503"), "access")
    assert outcome.probe.error == "busy"
    assert outcome.retry_after == 7200
    assert len(peer.seen) == 1


def test_a_redirect_is_followed_and_told(peer):
    found = probe(peer.url("/to//ok"))
    assert found.reachable
    assert found.final_url == peer.url("/ok")


def test_redirects_without_end_are_bounded(peer):
    found = probe(peer.url("/round"))
    assert (found.reachable, found.error) == (False, "redirects")
    assert len(peer.seen) == 2 * 6


@pytest.mark.parametrize("path", ["/hang", "/trickle"])
def test_who_hangs_or_trickles_is_left_at_the_time_set(peer, path: str):
    found = probe(peer.url(path), total=0.3)
    assert (found.reachable, found.error) == (False, "timeout")


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_of_an_answer_without_end_and_of_a_bomb_little_is_read(peer, path: str):
    outcome = ask(fetcher(total=5.0), peer.url(path), "download")
    assert outcome.probe.reachable
    assert outcome.evidence["read"] <= 2 * 64 * 1024


def test_what_is_no_http_is_broken(peer):
    assert probe(peer.url("/broken")).error == "broken"


INSIDE = ["127.0.0.1", "169.254.169.254", "[::1]", "2130706433", "0x7f000001", "localhost",
          "[::ffff:127.0.0.1]", "10.0.0.1", "0.0.0.0"]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_internal_addresses_are_refused_at_once_and_after_a_redirect(peer, host: str):
    table = {"2130706433": ["127.0.0.1"], "0x7f000001": ["127.0.0.1"], "localhost": ["::1"]}
    port = peer.http.server_address[1]
    assert probe(f"http://{host}:{port}/ok", allowed=(), **table).error == "private_address"
    assert peer.seen == []
    allowed = (f"{PUBLIC_NAME}:{port}",)
    url = f"http://{PUBLIC_NAME}:{port}/to/http://{host}:{port}/ok"
    found = probe(url, allowed=allowed, **table)
    assert (found.reachable, found.error) == (False, "private_address")
    assert ("HEAD", "/ok") not in peer.seen
    assert ("GET", "/ok") not in peer.seen


def test_a_name_that_changes_its_address_gains_nothing(peer):
    """The connection goes to what was checked; the resolver is not asked again."""
    port = peer.http.server_address[1]
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    policy = AddressPolicy(("127.0.0.2",), lambda host, port: next(answers))
    outcome = ask(Fetcher(policy, "test"), f"http://evil.example:{port}/ok", "access")
    assert not outcome.probe.reachable
    assert peer.seen == []


@pytest.mark.parametrize(
    "url", ["ftp://a.example/x", "http://", "http://u:p@a.example/", "http://[::1/", "file:///etc"]
)
def test_what_is_no_address_of_the_web_is_not_asked(url: str):
    assert probe(url).error == "bad_url"


def test_a_body_that_breaks_off_is_broken(peer):
    with (
        pytest.raises(Failed, match="broken"),
        fetcher().asked("GET", peer.url("/cut"), {}) as answer,
    ):
        list(answer.pieces())


def test_a_body_that_never_ends_is_left_at_the_time_set(peer):
    with (
        pytest.raises(Failed, match="timeout"),
        fetcher(total=0.3).asked("GET", peer.url("/endless"), {}) as answer,
    ):
        for _ in answer.pieces():
            pass


@given(st.floats(0, 1), st.sampled_from(["", "http_404", "private_address", "tls"]))
def test_the_next_look_is_within_a_fifth_of_the_cycle(chance: float, error: str):
    wait = plan.due(NOW, timedelta(days=14), error, chance) - NOW
    assert timedelta(days=11.2) <= wait <= timedelta(days=16.8)


@given(st.floats(0, 1), st.sampled_from(sorted(plan.PASSING)))
def test_what_may_pass_is_looked_at_soon(chance: float, error: str):
    assert plan.due(NOW, timedelta(days=14), error, chance) - NOW <= timedelta(days=1.2)


@given(st.floats(0, 1e12))
def test_a_retry_after_is_heeded_up_to_a_day(asked: float):
    wait = plan.due(NOW, timedelta(days=14), "busy", 0.5, asked) - NOW
    assert timedelta(seconds=60) <= wait <= timedelta(days=1)
    assert wait >= timedelta(seconds=min(asked, 86400) - 1)
