"""What counts as a use of a dataset, and whose uses count."""

from __future__ import annotations

from datetime import date

import pytest
from ckanext.openindex.domain.usage import robots
from ckanext.openindex.domain.usage.hit import KINDS, Hit, hit, parsed
from ckanext.openindex.domain.usage.visitor import client_address, marks, networks
from hypothesis import given
from hypothesis import strategies as st

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
BAIDU = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
SALT = b"s" * 32
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=100)


@given(st.sampled_from(KINDS), names, st.one_of(st.just(""), names), st.dates())
def test_a_hit_is_read_back_from_its_field(kind, dataset, resource, day):
    one = Hit(kind, dataset, resource)
    assert parsed(one.field(day)) == (day, one)


@given(st.text())
def test_any_other_text_is_no_field(text):
    found = parsed(text)
    assert found is None or found[1].field(found[0]) == text.lower()


@pytest.mark.parametrize("said", ["", "a|b", "x" * 101, "../../etc", "名录", "a b", "a\0b"])
def test_what_cannot_be_a_name_or_an_id_is_not_counted(said: str):
    assert hit("view", said) is None


def test_people_count_and_robots_do_not():
    assert robots.counts("view", "GET", {"user-agent": BROWSER})
    for agent in ("", BAIDU, "Mozilla/5.0 (compatible; GPTBot/1.2)", "Bytespider"):
        for kind in KINDS:
            assert not robots.counts(kind, "GET", {"user-agent": agent}), agent


@pytest.mark.parametrize("agent", ["curl/8.5.0", "python-requests/2.32", "okhttp/4.9", "Wget/1.21"])
def test_programs_call_and_download_but_look_at_no_page(agent: str):
    said = {"user-agent": agent}
    assert robots.counts("call", "POST", said)
    assert robots.counts("download", "GET", said)
    assert not robots.counts("view", "GET", said)


@pytest.mark.parametrize(
    "header",
    [
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
        {"range": "bytes=1000-"},
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"},
        {"x-requested-with": "XMLHttpRequest"},
    ],
)
def test_what_nobody_asked_for_is_not_counted(header: dict[str, str]):
    assert not robots.counts("download", "GET", {"user-agent": BROWSER, **header})


def test_a_click_and_the_first_part_of_a_file_are_counted():
    for header in ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"},
                   {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"},
                   {"range": "bytes=0-"}):  # fmt: skip
        assert robots.counts("download", "GET", {"user-agent": BROWSER, **header})


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE"])
def test_other_methods_are_no_use(method: str):
    assert not robots.counts("view", method, {"user-agent": BROWSER})


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("203.0.113.9", "198.51.100.1", [], "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.2", "1.2.3.4, 198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.2", "1.2.3.4, 198.51.100.1, 10.0.0.3", ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, garbage", ["10.0.0.0/8"], "10.0.0.2"),
        ("10.0.0.2", "", ["10.0.0.0/8"], "10.0.0.2"),
        ("", "198.51.100.1", ["10.0.0.0/8"], ""),
        ("::ffff:10.0.0.2", "198.51.100.1", ["10.0.0.0/8"], "198.51.100.1"),
    ],
)
def test_only_configured_proxies_are_believed(peer, forwarded, trusted, address):
    assert client_address(peer, forwarded, networks(trusted)) == address


@given(st.text(max_size=200))
def test_what_a_client_says_of_its_address_changes_nothing_without_a_proxy(forwarded: str):
    assert client_address("203.0.113.9", forwarded, networks(["10.0.0.0/8"])) == "203.0.113.9"


def test_a_client_has_one_mark_for_a_target_and_another_for_the_next():
    first, again = (marks(SALT, "203.0.113.9", BROWSER, Hit("view", "a")) for _ in range(2))
    assert first == again
    other = marks(SALT, "203.0.113.9", BROWSER, Hit("view", "b"))
    assert {first.client, first.place}.isdisjoint({other.client, other.place})
    assert marks(b"t" * 32, "203.0.113.9", BROWSER, Hit("view", "a")).client != first.client


def test_another_program_at_the_same_address_is_in_the_same_place():
    one = marks(SALT, "203.0.113.9", BROWSER, Hit("view", "a"))
    two = marks(SALT, "203.0.113.9", "Opera", Hit("view", "a"))
    assert one.client != two.client
    assert one.place == two.place


def test_all_files_of_a_dataset_are_one_place_and_each_is_a_target():
    one, two = (marks(SALT, "203.0.113.9", BROWSER, Hit("view", "a", file)) for file in "rs")
    assert one.client != two.client
    assert one.place == two.place == marks(SALT, "203.0.113.9", "Opera", Hit("view", "a")).place
    unplaced = marks(SALT, "203.0.113.9", BROWSER, Hit("view", "", "r"))
    assert unplaced.client == one.client


def test_addresses_of_one_ipv6_customer_are_one_client():
    one, two = (marks(SALT, a, BROWSER, Hit("view", "a"))
                for a in ("2001:db8::1", "2001:db8::ffff:1:2:3"))  # fmt: skip
    assert one == two
    assert marks(SALT, "2001:db8:0:1::1", BROWSER, Hit("view", "a")) != one


def test_no_part_of_an_address_or_a_name_is_in_a_mark():
    mark = marks(SALT, "203.0.113.9", BROWSER, Hit("view", "reservoirs"))
    assert all(len(text) == 24 and int(text, 16) >= 0 for text in (mark.client, mark.place))


def test_the_day_is_part_of_the_field():
    assert Hit("view", "a").field(date(2026, 11, 22)) == "2026-11-22|view|a|"
