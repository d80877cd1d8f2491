"""The client against a server of its own: nothing sleeps, the clock and the waits are handed in."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from ckanext.govopen.adapters.http import HttpClient, HttpSettings
from ckanext.govopen.adapters.http_errors import (
    AddressRefused,
    NetworkError,
    TimedOut,
    TlsFailed,
    TooLarge,
    Unresolvable,
    UrlRefused,
)
from ckanext.govopen.adapters.http_local import local_file
from ckanext.govopen.domain.harvest import Request

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by path from the table of its server."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        server = self.server
        server.seen.append((self.command, self.path, dict(self.headers), self.body))
        server.answers[self.path.partition("?")[0]](self)

    do_POST = do_GET

    def say(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: pytest shows what matters."""


class Server:
    """A server on a free port; ``answers`` maps paths to what answers them."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # clients here hang up on purpose
        self.http.answers = self.answers = {}
        self.http.seen = self.seen = []
        if context:
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.http.server_address[1]

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


class Waits(list):
    """Remembers how long the client would have slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def client(waits: Waits | None = None, resolve=None, **settings) -> HttpClient:
    settings.setdefault("allowed", ("127.0.0.1",))
    settings.setdefault("rate", 1e9)
    more = {"resolve": resolve} if resolve else {}
    return HttpClient(
        HttpSettings(**settings),
        sleep=waits if waits is not None else Waits(),
        chance=lambda: 1.0,
        **more,
    )


def get(url: str, **parts) -> Request:
    return Request("GET", url, **parts)


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
    with pytest.raises(NetworkError) as failure:
        client(retries=2)(get(server.url("/a")))
    assert failure.value.transient
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


def test_a_redirect_is_followed_and_a_form_becomes_a_get(server):
    server.answers["/a"] = lambda h: h.say(302, Location="/b?x=1")
    server.answers["/b"] = lambda h: h.say(200, b"there")
    answer = client()(Request("POST", server.url("/a"), form={"k": "v"}))
    assert answer.body == b"there"
    assert answer.url == server.url("/b?x=1")
    assert [(seen[0], seen[3]) for seen in server.seen] == [("POST", b"k=v"), ("GET", b"")]


def test_a_redirect_that_keeps_the_method_keeps_the_body(server):
    server.answers["/a"] = lambda h: h.say(307, Location="/b")
    server.answers["/b"] = lambda h: h.say()
    client()(Request("POST", server.url("/a"), form={"k": "v"}))
    assert server.seen[1][0] == "POST"
    assert server.seen[1][3] == b"k=v"


def test_redirects_without_end_are_refused(server):
    server.answers["/a"] = lambda h: h.say(302, Location="/a")
    with pytest.raises(UrlRefused):
        client()(get(server.url("/a")))
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"]
)
def test_a_redirect_into_an_internal_network_is_refused(server, target):
    server.answers["/a"] = lambda h: h.say(302, Location=target)
    with pytest.raises(AddressRefused):
        client()(get(server.url("/a")))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/"])
def test_a_redirect_to_another_scheme_is_refused(server, target):
    server.answers["/a"] = lambda h: h.say(302, Location=target)
    with pytest.raises(UrlRefused):
        client()(get(server.url("/a")))


def test_credentials_do_not_follow_a_redirect_to_another_host(server):
    server.answers["/a"] = lambda h: h.say(302, Location=server.url("/b", "other.example.cn"))
    server.answers["/b"] = lambda h: h.say()
    headers = {"Authorization": "Bearer t", "X-Key": "s3cr3t", "X-Page": "1"}
    asking = client(resolve=lambda host, port: ["127.0.0.1"])
    asking(get(server.url("/a"), headers=headers, secrets=frozenset({"s3cr3t"})))
    sent = server.seen[1][2]
    assert "Authorization" not in sent
    assert "X-Key" not in sent
    assert sent["X-Page"] == "1"


def test_a_body_with_credentials_does_not_follow_a_redirect_to_another_host(server):
    server.answers["/a"] = lambda h: h.say(307, Location=server.url("/b", "other.example.cn"))
    asking = client(resolve=lambda host, port: ["127.0.0.1"])
    request = Request(
        "POST", server.url("/a"), form={"key": "s3cr3t"}, secrets=frozenset({"s3cr3t"})
    )
    with pytest.raises(UrlRefused):
        asking(request)


def test_a_name_is_resolved_once_and_the_checked_address_is_used(server):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    server.answers["/a"] = lambda h: h.say(200, b"x")
    asking = client(resolve=lambda host, port: next(answers))
    assert asking(get(server.url("/a", "data.example.cn"))).body == b"x"
    assert server.seen[0][2]["Host"] == f"data.example.cn:{server.port}"
    with pytest.raises(AddressRefused):
        asking(get(server.url("/a", "data.example.cn")))


def test_a_name_without_an_address_is_told():
    def nowhere(host, port):
        raise socket.gaierror("Name or service not known")

    with pytest.raises(Unresolvable):
        client(retries=0, resolve=nowhere)(get("http://nowhere.example.cn/"))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http:///x", "http://u:p@127.0.0.1/", "http://127.0.0.1:99999/"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(UrlRefused):
        client()(get(url))


def test_cookies_are_kept_for_their_host(server):
    server.answers["/in"] = lambda h: h.say(200, Set_Cookie="JSESSIONID=abc; Path=/; HttpOnly")
    server.answers["/a"] = lambda h: h.say()
    asking = client(resolve=lambda host, port: ["127.0.0.1"])
    asking(get(server.url("/in")))
    asking(get(server.url("/a")))
    asking(get(server.url("/a", "other.example.cn")))
    assert [seen[2].get("Cookie") for seen in server.seen] == [None, "JSESSIONID=abc", None]


def test_secrets_are_in_no_log_and_no_message(server, caplog):
    server.answers["/a"] = lambda h: h.say(302, Location="http://10.0.0.1/?k=s3cr3t")
    with caplog.at_level(logging.DEBUG), pytest.raises(AddressRefused) as failure:
        client()(get(server.url("/a?k=s3cr3t"), secrets=frozenset({"s3cr3t"})))
    ours = [record.getMessage() for record in caplog.records if "govopen" in record.name]
    assert ours
    assert "s3cr3t" not in " ".join([*ours, str(failure.value)])


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


@pytest.fixture
def tls(tmp_path) -> Iterator[tuple[Server, str]]:
    key, bundle = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(bundle)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(bundle, key)
    made = Server(context)
    yield made, str(bundle)
    made.http.shutdown()
    made.http.server_close()


def test_a_certificate_nobody_vouches_for_is_refused_without_a_second_try(tls):
    server, _ = tls
    waits = Waits()
    with pytest.raises(TlsFailed):
        client(waits)(get(server.url("/a", scheme="https")))
    assert waits == []


def test_a_bundle_of_the_source_makes_its_certificate_good(tls):
    server, bundle = tls
    server.answers["/a"] = lambda h: h.say(200, b"x")
    asking = client(ca_bundle=bundle, resolve=lambda host, port: ["127.0.0.1"])
    assert asking(get(server.url("/a", "localhost", "https"))).body == b"x"


def test_a_certificate_for_another_host_is_refused(tls):
    server, bundle = tls
    asking = client(ca_bundle=bundle, resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(TlsFailed):
        asking(get(server.url("/a", "data.example.cn", "https")))


def test_a_redirect_from_https_to_http_is_refused(tls):
    server, bundle = tls
    server.answers["/a"] = lambda h: h.say(302, Location=server.url("/b"))
    asking = client(ca_bundle=bundle, resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(UrlRefused):
        asking(get(server.url("/a", "localhost", "https")))


def test_a_file_of_this_machine_is_read_for_commands(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}")
    assert local_file(path)(get("anything")).body == b"{}"
    with pytest.raises(TooLarge):
        local_file(path)(get("anything", max_bytes=1))
    with pytest.raises(NetworkError):
        local_file(tmp_path / "none")(get("anything"))
