"""Where the client lets itself be led: redirects, names, certificates, cookies, secrets."""

from __future__ import annotations

import logging
import socket
import ssl
import subprocess
from collections.abc import Iterator

import pytest
from ckanext.govopen.domain.harvest import Request
from govopen_common.http.errors import AddressRefused, TlsFailed, Unresolvable, UrlRefused
from http_world import Server, Waits, client, get


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
    made.close()


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
