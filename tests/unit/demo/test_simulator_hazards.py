"""Every hazard of the simulator does what its name says, and can be turned off again."""

from __future__ import annotations

import gzip
import json
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest

from demo.catalogue import build
from demo.simulator import Simulator
from demo.simulator.bad_fields import BAD_FIELDS
from demo.simulator.sources import Builtin
from tests.unit.demo.demo_crawler import CRAWLERS, fetch, get

SAMPLE = [d for d in build().datasets if d.is_open][:60]


@pytest.fixture(scope="module")
def shared() -> Iterator[Simulator]:
    with Simulator(source=Builtin(SAMPLE)) as simulator:
        yield simulator


@pytest.fixture
def sim(shared: Simulator) -> Iterator[Simulator]:
    shared.forget()
    yield shared
    for mount in shared.mounts:
        shared.control(mount)


def listed(sim: Simulator, page: int = 1, size: int = 100) -> dict[str, Any]:
    """The list answer of M."""
    return get(sim.url("M") + "/api/resdoc/getCataList", {"page": page, "pageSize": size})["result"]


def detail(sim: Simulator, ident: Any = 1) -> Any:
    """The detail answer of M."""
    return get(f"{sim.url('M')}/api/resdoc/getDataDetail?id={ident}")


def status(sim: Simulator, path: str = "/api/resdoc/getDataDetail?id=1") -> int:
    try:
        fetch(sim.url("M") + path)
    except HTTPError as error:
        return error.code
    return 200


def test_most_records_vanish_and_come_back(sim: Simulator) -> None:
    sim.control("M", drop=0.6)
    left = {row["id"] for row in listed(sim)["records"]}
    assert 0.25 * len(SAMPLE) < len(left) < 0.55 * len(SAMPLE)
    gone = next(i for i in range(1, 60) if i not in left)
    assert status(sim, f"/api/resdoc/getDataDetail?id={gone}") == 404
    sim.control("M")
    assert len(listed(sim)["records"]) == len(SAMPLE)


def test_named_records_vanish(sim: Simulator) -> None:
    sim.control("M", vanish=[0, 5])
    assert {1, 6}.isdisjoint(row["id"] for row in listed(sim)["records"])


def test_some_records_change(sim: Simulator) -> None:
    before = [detail(sim, n)["result"] for n in (1, 3)]
    sim.control("M", changed=2)
    after = [detail(sim, n)["result"] for n in (1, 3)]
    assert before[0]["remark"] != after[0]["remark"]
    assert before[0]["update_time"] < after[0]["update_time"]
    assert before[1] == after[1]


def test_a_withdrawn_record_is_listed_as_withdrawn(sim: Simulator) -> None:
    sim.control("M", withdrawn=[1])
    assert [row["publish_status"] for row in listed(sim)["records"][:3]] == [
        "已发布",
        "已撤销",
        "已发布",
    ]
    assert detail(sim, 2)["result"]["publish_status"] == "已撤销"


def test_a_title_comes_twice(sim: Simulator) -> None:
    sim.control("M", duplicate_titles=3)
    names = [row["name"] for row in listed(sim)["records"]]
    assert [names[i] == names[i + 1] for i in (0, 2, 4)] == [True, True, True]
    assert len({row["id"] for row in listed(sim)["records"]}) == len(names)


def test_codes_that_no_table_knows(sim: Simulator) -> None:
    sim.control("A", unknown_codes=1)
    url = sim.url("A") + "/api/search/data/"
    first = get(url + "getDataDirectoryListByParams", {"pageIndex": 1, "pageSize": 1})["data"][0]
    assert first["openAttribute"] == 9
    assert get(url + "getDataDetailByDataId", {"id": first["id"]})["data"]["frequency"] == 99


@pytest.mark.parametrize(("base", "first"), [(0, 0), (1, 1), ("offset", 0)])
def test_pages_count_from_where_the_platform_likes(sim: Simulator, base: Any, first: int) -> None:
    sim.control("M", page_base=base)
    assert listed(sim, first, 5)["records"][0]["id"] == 1
    following = first + 5 if base == "offset" else first + 1
    assert listed(sim, following, 5)["records"][0]["id"] == 6


def test_a_page_is_never_larger_than_the_platform_allows(sim: Simulator) -> None:
    sim.control("M", page_cap=7)
    assert len(listed(sim)["records"]) == 7


@pytest.mark.parametrize(
    ("form", "total"), [("string", "60"), ("none", None), ("wrong", 97), ("", 60)]
)
def test_totals_in_every_form(sim: Simulator, form: str, total: Any) -> None:
    sim.control("M", total=form)
    assert listed(sim).get("total") == total


@pytest.mark.parametrize(
    "form", ["ms", "ms_string", "local", "iso", "java", "dotted", "date", "future", "garbage"]
)
def test_dates_in_every_form(sim: Simulator, form: str) -> None:
    moment = SAMPLE[0].data_modified
    assert moment
    sim.control("M", dates=form)
    value = detail(sim)["result"]["update_time"]
    wanted = {
        "local": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "iso": moment.strftime("%Y-%m-%dT%H:%M:%S"),
        "java": moment.strftime("%Y-%m-%d %H:%M:%S.0"),
        "dotted": moment.strftime("%Y.%m.%d"),
        "date": moment.strftime("%Y-%m-%d"),
        "garbage": "0000-00-00",
    }
    if form in wanted:
        assert value == wanted[form]
    elif form == "future":
        assert value.startswith("2038-")
    else:
        assert isinstance(value, int if form == "ms" else str)
        china = timezone(timedelta(hours=8))
        assert datetime.fromtimestamp(int(value) / 1000, china).replace(tzinfo=None) == moment


def test_texts_become_lists_of_one(sim: Simulator) -> None:
    sim.control("G", arrays=["cata_id", "description"])
    row = get(
        sim.url("G") + "/odweb/catalog/catalog.do?method=GetCatalog", form={"start": 0, "length": 1}
    )["data"][0]
    assert isinstance(row["cata_id"], list)
    assert isinstance(row["description"], list)
    assert isinstance(row["org_name"], str)


@pytest.mark.parametrize(
    ("form", "kind"), [("comma", str), ("backslash", str), ("list", list), ("objects", list)]
)
def test_formats_in_every_form(sim: Simulator, form: str, kind: type) -> None:
    sim.control("A", formats=form)
    url = sim.url("A") + "/api/search/data/getDataListByParams"
    found = get(url, {"pageIndex": 1, "pageSize": 1})["data"][0]["resourceFormats"]
    assert isinstance(found, kind)
    assert "csv" in json.dumps(found).lower()


def test_counters_go_down_or_go_away(sim: Simulator) -> None:
    before = detail(sim)["result"]["view_count"]
    sim.control("M", counters="down")
    assert detail(sim)["result"]["view_count"] == before // 2
    sim.control("M", counters="missing")
    assert "view_count" not in detail(sim)["result"]


def test_identifiers_change_their_case_and_still_lead_to_the_record(sim: Simulator) -> None:
    sim.control("A", ids="upper")
    url = sim.url("A") + "/api/search/data/"
    first = get(url + "getDataListByParams", {"pageIndex": 1, "pageSize": 1})["data"][0]
    assert first["id"] == first["id"].upper()
    assert first["id"] != first["id"].lower()
    found = get(url + "getDataDetailByDataId", {"id": first["id"]})["data"]
    assert found["name"] == first["name"]


def test_identifiers_with_a_slash_still_lead_to_the_record(sim: Simulator) -> None:
    sim.control("M", ids="slash")
    first = listed(sim)["records"][0]
    assert first["id"] == "GZ/1"
    assert detail(sim, "GZ%2F1")["result"]["name"] == first["name"]


@pytest.mark.parametrize("family", sorted(CRAWLERS))
def test_every_family_answers_for_every_kind_of_bad_record(sim: Simulator, family: str) -> None:
    sim.control(family, bad_fields=True)
    assert len(list(CRAWLERS[family](sim.url(family)))) == len(SAMPLE)


def test_each_bad_field_is_on_a_record_of_its_own(sim: Simulator) -> None:
    names = [row["name"] for row in listed(sim)["records"]]
    sim.control("M", bad_fields=True)
    spoiled = [
        json.loads(fetch(f"{sim.url('M')}/api/resdoc/getDataDetail?id={n + 1}"))["result"]
        for n in range(len(BAD_FIELDS) + 1)
    ]
    kinds = dict(zip(BAD_FIELDS, spoiled, strict=False))
    assert kinds["title_empty"]["name"] == ""
    assert kinds["records_text"]["recorde_total"] == "若干"
    assert kinds["date_impossible"]["update_time"].startswith("2021-13-45")
    assert "<script>" in kinds["notes_html"]["remark"]
    assert spoiled[-1]["name"] == names[len(BAD_FIELDS)]


@pytest.mark.parametrize("kind", ["empty", "404", "error200"])
def test_a_detail_fails_though_the_list_has_it(sim: Simulator, kind: str) -> None:
    sim.control("M", detail={"kind": kind, "positions": [0]})
    assert len(listed(sim)["records"]) == len(SAMPLE)
    if kind == "404":
        assert status(sim) == 404
    elif kind == "empty":
        assert detail(sim)["result"] == {}
    else:
        assert detail(sim)["status"] == "ERROR"
    assert detail(sim, 2)["result"]["id"] == 2


def test_an_error_hides_inside_a_200_so_many_times(sim: Simulator) -> None:
    sim.control("M", error200={"times": 2, "on": "list"})
    answers = [
        get(sim.url("M") + "/api/resdoc/getCataList", {"page": 1})["status"] for _ in range(3)
    ]
    assert answers == ["ERROR", "ERROR", "OK"]


def test_503_comes_so_many_times_and_is_counted(sim: Simulator) -> None:
    sim.control("M", status={"code": 503, "times": 2})
    assert [status(sim) for _ in range(3)] == [503, 503, 200]
    assert [entry.status for entry in sim.requests("M", "detail")] == [503, 503, 200]
    assert sim.count("M") == 3


def test_429_says_when_to_come_again(sim: Simulator) -> None:
    sim.control("M", status={"code": 429, "retry_after": 3, "times": 1})
    with pytest.raises(HTTPError) as error:
        detail(sim)
    assert error.value.headers["Retry-After"] == "3"


def test_a_slow_answer_outlasts_an_impatient_client(sim: Simulator) -> None:
    sim.control("M", slow={"seconds": 0.6, "times": 1})
    with pytest.raises((TimeoutError, URLError)):
        urlopen(sim.url("M") + "/api/resdoc/getDataDetail?id=1", timeout=0.1)
    assert detail(sim)["result"]["id"] == 1


def test_a_bearer_token_runs_out(sim: Simulator) -> None:
    url = sim.url("L") + "/wl/home/opendata/GetDatasetList"
    headers = {"APP_ID": "demo", "Authorization": "Bearer demo"}
    with pytest.raises(HTTPError):
        get(url, {"page": 1}, APP_ID="demo")
    sim.control("L", bearer={"after": 1})
    assert get(url, {"page": 1}, **headers)["paginator"]["records"]
    with pytest.raises(HTTPError) as error:
        get(url, {"page": 2}, **headers)
    assert error.value.code == 401


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """No redirect is followed: the answer itself is looked at."""


@pytest.mark.parametrize(
    ("to", "target"),
    [
        ("https", "https://127.0.0.1"),
        ("private", "http://10.0.0.1/"),
        ("metadata", "http://169.254.169.254/"),
        ("loop", "/M/api/resdoc/getDataDetail"),
        ("http://elsewhere.example/", "http://elsewhere.example/"),
    ],
)
def test_redirects_lead_astray(sim: Simulator, to: str, target: str) -> None:
    sim.control("M", redirect={"to": to})
    with pytest.raises(HTTPError) as error:
        build_opener(_Stay).open(sim.url("M") + "/api/resdoc/getDataDetail?id=1")
    assert error.value.code == 302
    assert error.value.headers["Location"].startswith(target)


@pytest.mark.parametrize("charset", ["gb18030_as_utf8", "gb18030_undeclared", "gb18030_declared"])
@pytest.mark.parametrize("family", ["M", "H"])
def test_a_body_in_gb18030(sim: Simulator, charset: str, family: str) -> None:
    sim.control(family, charset=charset)
    path = "/oportal/catalog/index" if family == "H" else "/api/resdoc/getDataDetail?id=1"
    with urlopen(sim.url(family) + path) as response:
        body, kind = response.read(), response.headers["Content-Type"].lower()
    assert SAMPLE[0].title in body.decode("gb18030")
    assert ("utf-8" in kind) == (charset == "gb18030_as_utf8")
    assert ("gb18030" in kind) == (charset == "gb18030_declared")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_is_as_long_as_it_was_asked_to_be(sim: Simulator, chunked: bool) -> None:
    sim.control("M", huge={"bytes": 1_000_000, "chunked": chunked})
    with urlopen(sim.url("M") + "/api/resdoc/getDataDetail?id=1") as response:
        assert (response.headers["Content-Length"] is None) == chunked
        body = response.read()
    assert len(body) == 1_000_000
    assert json.loads(body)["result"]["id"] == 1


def test_a_small_body_unpacks_to_a_large_one(sim: Simulator) -> None:
    sim.control("M", gzip_bomb={"bytes": 20_000_000})
    with urlopen(sim.url("M") + "/api/resdoc/getDataDetail?id=1") as response:
        assert response.headers["Content-Encoding"] == "gzip"
        packed = response.read()
    assert len(packed) < 100_000
    assert len(gzip.decompress(packed)) > 19_000_000


def test_a_connection_breaks_in_the_middle_of_a_body(sim: Simulator) -> None:
    sim.control("M", reset={"after": 30, "times": 1})
    with pytest.raises((OSError, HTTPException)):
        detail(sim)
    assert detail(sim)["result"]["id"] == 1


def test_nobody_signed_the_certificate() -> None:
    with Simulator(source=Builtin(SAMPLE[:1]), tls=True) as simulator:
        url = simulator.https_url("M") + "/api/resdoc/getDataDetail?id=1"
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urlopen(url)
        blind = ssl.create_default_context()
        blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
        with urlopen(url, context=blind) as response:
            assert json.load(response)["result"]["resFileList"][0]["fileUrl"].startswith("https://")


def test_hazards_are_set_and_requests_are_read_over_http_too(sim: Simulator) -> None:
    order = {"family": "M", "hazards": {"status": {"code": 503, "times": 1}}}
    assert get(sim.url() + "/_control", order) == {"set": ["M"]}
    assert [status(sim), status(sim)] == [503, 200]
    seen = get(sim.url() + "/_requests?family=M")
    assert [(entry["role"], entry["status"]) for entry in seen] == [
        ("detail", 503),
        ("detail", 200),
    ]
    with urlopen(Request(sim.url() + "/_requests", method="DELETE")) as response:
        assert json.load(response) == []


@pytest.mark.parametrize(
    "order",
    [
        {"family": "M", "hazards": {"earthquake": True}},
        {"family": "M", "hazards": {"dates": "lunar"}},
        {"family": "Z", "hazards": {}},
    ],
)
def test_an_unknown_hazard_or_platform_is_refused_by_name(
    sim: Simulator, order: dict[str, Any]
) -> None:
    with pytest.raises(HTTPError) as error:
        get(sim.url() + "/_control", order)
    assert error.value.code == 400
    assert json.load(error.value)["msg"]
