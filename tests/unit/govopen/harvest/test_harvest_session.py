from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from ckanext.govopen.domain.harvest import (
    Gone,
    Item,
    Response,
    SourceError,
    fetch_record,
    list_pages,
)
from harvest_world import NOW, profile, session

LOGIN = {
    "request": {"url": "{base}/login", "json": {"user": "{credential.user}"}},
    "token": "token",
    "expires_in": "expires",
    "header": "Authorization",
    "value": "Bearer {token}",
}
DETAIL = {"name": "detail", "request": {"url": "{base}/detail/{id}"}}


def status(number, text="{}"):
    return Response(number, "https://data.example.cn/x", {}, text.encode())


class Portal:
    """Gives out tokens t1, t2 ... and takes only the newest; counts the logins."""

    def __init__(self, says_so_inside_200=False):
        self.logins = 0
        self.valid = ""
        self.inside = says_so_inside_200

    def __call__(self, request):
        if request.url.endswith("/login"):
            self.logins += 1
            self.valid = f"t{self.logins}"
            return {"token": self.valid, "expires": 3600}
        if request.headers.get("Authorization") != f"Bearer {self.valid}":
            return {"code": 401} if self.inside else status(401)
        return {"rows": [{"id": "a"}], "code": 200}


@pytest.mark.parametrize("inside", [False, True])
def test_an_expired_token_is_renewed_once_and_the_request_sent_again(inside):
    portal = Portal(inside)
    made = profile(
        login=LOGIN, credentials=["user"], errors=[{"when": "code == `401`", "kind": "login"}]
    )
    at = session(portal, made, credential={"user": "u"}.get)
    list(list_pages(at))
    portal.valid = "revoked"
    assert [item.id for page in list_pages(at) for item in page.items] == ["a"]
    assert portal.logins == 2


def test_an_answer_from_the_login_page_means_that_the_token_is_no_longer_good():
    portal = Portal()

    def answer(request):
        if request.url.endswith("/login") or request.headers.get("Authorization") == "Bearer t2":
            return portal(request)
        page = "<title>统一登录</title>".encode()
        return Response(200, "https://data.example.cn/sso/login.html?back=list", {}, page)

    made = profile(login={**LOGIN, "page": "/sso/login"}, credentials=["user"])
    at = session(answer, made, credential={"user": "u"}.get)
    assert [item.id for page in list_pages(at) for item in page.items] == ["a"]
    assert portal.logins == 2


def test_a_token_is_renewed_before_it_runs_out():
    portal = Portal()
    clock = [NOW]
    made = profile(login=LOGIN, credentials=["user"])
    at = session(portal, made, credential={"user": "u"}.get, now=lambda: clock[0])
    list(list_pages(at))
    assert portal.logins == 1
    clock[0] += timedelta(seconds=3580)
    list(list_pages(at))
    assert portal.logins == 2


def test_credentials_that_are_refused_end_the_harvest_instead_of_looping():
    made = profile(login=LOGIN, credentials=["user"])

    def answer(request):
        return {"token": "t"} if request.url.endswith("login") else status(401)

    with pytest.raises(SourceError) as failure:
        list(list_pages(session(answer, made, credential={"user": "u"}.get)))
    assert failure.value.code == "login"


def test_a_missing_credential_is_named():
    with pytest.raises(SourceError, match="app_key"):
        session(lambda request: {}, profile(credentials=["app_key"]), credential={}.get)


def test_a_secret_is_in_no_message():
    made = profile(
        credentials=["key"],
        list={
            "request": {"url": "{base}/list?k={credential.key}"},
            "items": "rows",
            "id": "id",
            "errors": [{"when": "code", "message": "msg"}],
        },
    )
    for answer in (status(500), {"code": 1, "msg": "bad key s3cr3t"}):
        with pytest.raises(SourceError) as failure:
            list(list_pages(session(lambda r, a=answer: a, made, credential={"key": "s3cr3t"}.get)))
        assert "s3cr3t" not in str(failure.value)


def test_a_failure_inside_http_200_is_told_with_the_platforms_own_words():
    made = profile(errors=[{"when": "code != `0`", "message": "msg"}])
    with pytest.raises(SourceError) as failure:
        list(list_pages(session(lambda r: {"code": 500, "msg": "系统繁忙"}, made)))
    assert "系统繁忙" in failure.value.zh


def test_a_passing_failure_is_asked_for_again_with_a_growing_attempt():
    answers = iter([{"code": 503}, {"code": 503}, {"rows": [{"id": "a"}]}, {"rows": []}])
    made = profile(errors=[{"when": "code == `503`", "kind": "retry"}])
    at = session(lambda r: next(answers), made)
    assert len(next(list_pages(at)).items) == 1
    assert [request.attempt for request in at._fetch.asked] == [0, 1, 2]


def test_a_passing_failure_that_stays_is_told_as_transient():
    made = profile(errors=[{"when": "code == `503`", "kind": "retry"}])
    with pytest.raises(SourceError) as failure:
        list(list_pages(session(lambda r: {"code": 503}, made)))
    assert failure.value.transient


@pytest.mark.parametrize("answer", [status(404), status(410), {"data": {}}, {"data": None}])
def test_a_record_the_source_no_longer_has_is_gone_and_not_failed(answer):
    step = {**DETAIL, "unwrap": ["json", {"select": "data"}], "gone": {"when": "!name"}}
    raw = fetch_record(session(lambda r: answer, profile(record=[step])), Item("a", {"name": "甲"}))
    assert raw.gone
    assert raw.documents["item"] == {"name": "甲"}


def test_a_list_that_is_not_there_is_a_failure_and_not_gone():
    with pytest.raises(SourceError) as failure:
        list(list_pages(session(lambda r: status(404))))
    assert not isinstance(failure.value, Gone)
    assert failure.value.code == "http-404"


def test_an_id_with_a_slash_is_one_part_of_the_address():
    at = session(lambda r: {}, profile(record=[DETAIL]))
    fetch_record(at, Item("29200/0001", {}))
    assert at._fetch.asked[0].url == "https://data.example.cn/detail/29200%2F0001"


def test_chained_requests_carry_what_the_one_before_found():
    def answer(request):
        kind, _, key = request.url.removeprefix("https://data.example.cn/").partition("/")
        return {"short": f"s{key}"} if kind == "file" else {"url": f"https://f.example.cn/{key}"}

    steps = [
        {"name": "files", "each": "item.list[].id", "request": {"url": "{base}/file/{each}"}},
        {
            "name": "links",
            "each": "files[].result",
            "request": {"url": "{base}/link/{each.short}"},
        },
    ]
    at = session(answer, profile(record=steps))
    raw = fetch_record(at, Item("a", {"list": [{"id": 11}, {"id": 12}]}))
    assert raw.documents["links"] == [
        {"input": {"short": "s11"}, "result": {"url": "https://f.example.cn/s11"}},
        {"input": {"short": "s12"}, "result": {"url": "https://f.example.cn/s12"}},
    ]


def test_an_optional_step_that_fails_leaves_a_flag():
    steps = [{**DETAIL, "optional": True}]
    raw = fetch_record(session(lambda r: status(500), profile(record=steps)), Item("a", {}))
    assert raw.documents["detail"] is None
    assert [note.field for note in raw.notes] == ["detail"]


def test_a_step_is_skipped_when_its_condition_does_not_hold():
    steps = [{**DETAIL, "when": "item.more"}]
    at = session(lambda r: {}, profile(record=steps))
    assert fetch_record(at, Item("a", {"more": 0})).documents["detail"] is None
    assert at._fetch.asked == []


def test_a_call_is_signed_as_the_national_platform_wants_it():
    request = {
        "url": "{base}",
        "headers": {"rtime": "{now_ms}", "sign": "{signature}"},
        "sign": {"key": "{credential.secret}", "message": "s_1{credential.rid}{now_ms}"},
    }
    made = profile(
        credentials=["rid", "secret"], list={"request": request, "items": "rows", "id": "id"}
    )
    at = session(lambda r: {"rows": []}, made, credential={"rid": "r", "secret": "k"}.get)
    list(list_pages(at))
    sent = at._fetch.asked[0].headers
    digest = hmac.new(b"k", f"s_1r{sent['rtime']}".encode(), hashlib.sha256).digest()
    assert sent["sign"] == base64.b64encode(digest).decode()


def test_a_raw_record_survives_being_stored():
    steps = [{**DETAIL, "unwrap": ["html"]}]
    raw = fetch_record(session(lambda r: "<p>甲</p>", profile(record=steps)), Item("a", {"x": 1}))
    assert type(raw).load(raw.dump()) == raw
    assert Item.load(Item("a/b", {"x": [1]}).dump()) == Item("a/b", {"x": [1]})


def test_a_token_may_come_in_a_header():
    def answer(request):
        if request.url.endswith("/login"):
            return Response(200, request.url, {"x-ticket": "t9"}, b"{}")
        return {"rows": [{"id": request.headers["Authorization"]}]}

    login = {**LOGIN, "token": {"header": "X-Ticket"}}
    at = session(answer, profile(login=login, credentials=["user"]), credential={"user": "u"}.get)
    assert [item.id for page in list_pages(at) for item in page.items] == ["Bearer t9"]


def test_a_login_refused_inside_http_200_gives_the_platforms_reason():
    made = profile(
        login=LOGIN,
        credentials=["user"],
        errors=[{"when": "rc == 'E0401'", "message": "rm", "kind": "login"}],
    )
    at = session(lambda _: {"rc": "E0401", "rm": "口令错误"}, made, credential={"user": "u"}.get)
    with pytest.raises(SourceError, match="口令错误"):
        list(list_pages(at))


def test_a_missing_credential_says_which_variable_holds_it():
    with pytest.raises(SourceError, match="GOVOPEN_CREDENTIAL_APP_ID"):
        session(lambda _: {}, profile(credentials=["app_id"]))


@pytest.mark.parametrize(
    ("number", "remedy", "passing"),
    [
        (429, "3600", True),
        (503, "later", True),
        (403, "credentials", False),
        (404, "address", False),
    ],
)
def test_each_status_gives_its_own_remedy(number, remedy, passing):
    answer = Response(number, "https://data.example.cn/x", {"retry-after": "3600"}, b"")
    with pytest.raises(SourceError, match=remedy) as failure:
        list(list_pages(session(lambda _: answer)))
    assert failure.value.transient is passing
