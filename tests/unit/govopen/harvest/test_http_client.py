"""The client against a server of its own: tries, waits, bounds."""

from __future__ import annotations

import gzip
import socket
import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from ckanext.govopen.adapters.http import HttpClient, HttpSettings
from ckanext.govopen.adapters.http_local import local_file
from ckanext.govopen.domain.harvest import Request
from govopen_common.http.errors import BrokenOff, NetworkError, TimedOut, TooLarge
from http_world import Waits, client, get


def test_an_answer_comes_with_status_headers_and_body(server):
    server.answers["/a"] = lambda h: h.say(
        200, "甲".encode("gbk"), Content_Type="text/x; charset=gbk"
    )
    answer = client()(get(server.url("/a")))
    assert (answer.status, answer.text()) == (200, "甲")
    assert answer.headers["content-type"] == "text/x; charset=gbk"


def test_parameters_forms_and_json_are_sent_as_such(server):
    server.answers["/a"] = lambda h: h.say()
    asking = client()
    asking(get(server.url("/a?x=1"), params={"q": "公园 &=", "p": "1"}))
    asking(Request("POST", server.url("/a"), form={"resId": "29200/1"}))
    asking(Request("POST", server.url("/a"), json={"name": "甲", "page": 1}))
    assert server.seen[0][1] == "/a?x=1&q=%E5%85%AC%E5%9B%AD+%26%3D&p=1"
    assert server.seen[1][3] == b"resId=29200%2F1"
    assert server.seen[2][3] == '{"name":"甲","page":1}'.encode()
    assert server.seen[2][2]["Content-Type"].startswith("application/json")


def test_a_header_of_the_request_takes_the_place_of_our_own(server):
    server.answers["/a"] = lambda h: h.say()
    headers = {"content-type": "text/xml", "USER-AGENT": "x"}
    client()(Request("POST", server.url("/a"), body="<q/>", headers=headers))
    sent = {name.lower(): value for name, value in server.seen[0][2].items()}
    assert (sent["content-type"], sent["user-agent"]) == ("text/xml", "x")


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_an_answer_that_will_not_change_is_returned_at_once(server, status):
    server.answers["/a"] = lambda h: h.say(status)
    waits = Waits()
    assert client(waits)(get(server.url("/a"))).status == status
    assert waits == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again_with_growing_waits(server, status):
    answers = iter([status, status, status, 200])
    server.answers["/a"] = lambda h: h.say(next(answers))
    waits = Waits()
    assert client(waits, backoff=1)(get(server.url("/a"))).status == 200
    assert waits == [1, 2, 4]


def test_after_the_last_try_the_failure_is_the_answer(server):
    server.answers["/a"] = lambda h: h.say(503)
    assert client(retries=2)(get(server.url("/a"))).status == 503
    assert len(server.seen) == 3


def test_retry_after_in_seconds_is_honoured(server):
    answers = iter([(429, {"Retry_After": "7"}), (200, {})])
    server.answers["/a"] = lambda h: (lambda s, m: h.say(s, **m))(*next(answers))
    waits = Waits()
    client(waits, backoff=1)(get(server.url("/a")))
    assert waits == [7]


def test_retry_after_as_a_date_is_honoured(server):
    moment = datetime.now(timezone.utc) + timedelta(seconds=60)
    answers = iter([(503, {"Retry_After": format_datetime(moment, usegmt=True)}), (200, {})])
    server.answers["/a"] = lambda h: (lambda s, m: h.say(s, **m))(*next(answers))
    waits = Waits()
    client(waits)(get(server.url("/a")))
    assert 50 < waits[0] <= 61


def test_a_retry_after_that_is_too_long_ends_the_tries(server):
    server.answers["/a"] = lambda h: h.say(503, Retry_After="86400")
    waits = Waits()
    assert client(waits)(get(server.url("/a"))).status == 503
    assert waits == []
    assert len(server.seen) == 1


def test_a_connection_that_breaks_is_tried_again_and_then_told(server):
    def cut(handler):
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True

    server.answers["/a"] = cut
    with pytest.raises(BrokenOff) as failure:
        client(retries=2)(get(server.url("/a")))
    assert failure.value.transient
    assert "中断" in failure.value.zh
    assert len(server.seen) == 3


def test_nobody_listening_is_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NetworkError):
        client(retries=0)(get(f"http://127.0.0.1:{port}/"))


def test_an_answer_that_does_not_come_is_given_up(server):
    done = threading.Event()
    server.answers["/a"] = lambda h: done.wait(10)
    with pytest.raises(TimedOut):
        client(retries=0, read_timeout=0.05)(get(server.url("/a")))
    done.set()


def test_an_answer_that_trickles_meets_the_total_time(server):
    stop = threading.Event()

    def trickle(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not stop.wait(0.01):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    server.answers["/a"] = trickle
    with pytest.raises(TimedOut):
        client(retries=0, total_timeout=0.2)(get(server.url("/a")))
    stop.set()


def test_headers_that_trickle_meet_the_time_that_one_waits_for_data(server):
    stop = threading.Event()

    def trickle(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not stop.wait(0.05):
            handler.wfile.write(b"X-More: a\r\n")
            handler.wfile.flush()

    server.answers["/a"] = trickle
    with pytest.raises(TimedOut):
        client(retries=0, read_timeout=0.3)(get(server.url("/a")))
    stop.set()


def test_a_body_larger_than_allowed_is_refused(server):
    server.answers["/a"] = lambda h: h.say(200, b"x" * 5000)
    with pytest.raises(TooLarge):
        client(max_bytes=4096)(get(server.url("/a")))
    assert len(client()(get(server.url("/a"), max_bytes=5000)).body) == 5000


def test_a_small_body_that_unpacks_to_a_large_one_is_refused(server):
    bomb = gzip.compress(b"0" * 50_000_000)
    server.answers["/a"] = lambda h: h.say(200, bomb, Content_Encoding="gzip")
    with pytest.raises(TooLarge):
        client(max_bytes=1_000_000)(get(server.url("/a")))


def test_a_packed_body_is_unpacked(server):
    server.answers["/a"] = lambda h: h.say(200, gzip.compress(b"abc"), Content_Encoding="gzip")
    assert client()(get(server.url("/a"))).body == b"abc"


def test_a_client_goes_on_after_a_body_it_refused(server):
    server.answers["/big"] = lambda h: h.say(200, b"x" * 100_000)
    server.answers["/small"] = lambda h: h.say(200, b"y")
    asking = client(max_bytes=1000)
    with pytest.raises(TooLarge):
        asking(get(server.url("/big")))
    assert asking(get(server.url("/small"))).body == b"y"


def test_requests_of_a_source_are_spaced_out(server):
    server.answers["/a"] = lambda h: h.say()
    waits = Waits()
    asking = HttpClient(
        HttpSettings(rate=2, allowed=("127.0.0.1",)), clock=lambda: 100.0, sleep=waits
    )
    for _ in range(3):
        asking(get(server.url("/a")))
    assert waits == [0.5, 1.0]


def test_a_request_that_the_engine_repeats_waits_first(server):
    server.answers["/a"] = lambda h: h.say()
    waits = Waits()
    client(waits, backoff=1)(get(server.url("/a"), attempt=2))
    assert waits == [2]


def test_a_file_of_this_machine_is_read_for_commands(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}")
    assert local_file(path)(get("anything")).body == b"{}"
    with pytest.raises(TooLarge):
        local_file(path)(get("anything", max_bytes=1))
    with pytest.raises(NetworkError):
        local_file(tmp_path / "none")(get("anything"))
