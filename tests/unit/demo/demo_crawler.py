"""A minimal crawler for each family, written from the shapes and not from the simulator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen


def fetch(
    url: str, json_body: Any = None, form: dict[str, Any] | None = None, **headers: str
) -> bytes:
    """GET, or POST when there is a JSON body or a form."""
    data = None
    if json_body is not None:
        data = json.dumps(json_body).encode()
        headers["Content-Type"] = "application/json"
    elif form is not None:
        data = urlencode(form).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with urlopen(Request(url, data, headers), timeout=20) as response:
        return response.read()


def get(url: str, json_body: Any = None, form: dict[str, Any] | None = None, **headers: str) -> Any:
    """The same, read as JSON."""
    return json.loads(fetch(url, json_body, form, **headers))


def _until_empty(page: Callable[[int], list[Any]]) -> Iterator[Any]:
    number = 1
    while rows := page(number):
        yield from rows
        number += 1


def a(base: str) -> Iterator[str]:
    """Titles of A, by way of the details."""
    url = base + "/api/search/data/getDataDirectoryListByParams"
    for row in _until_empty(lambda n: get(url, {"pageIndex": n, "pageSize": 60})["data"]):
        yield get(base + "/api/search/data/getDataDetailByDataId", {"id": row["id"]})["data"][
            "name"
        ]


def a0(base: str) -> Iterator[str]:
    def page(number: int) -> list[Any]:
        url = (
            f"{base}/dataopen/api/dataset?callback=jQuery1_2&pageNo={number}&pageSize=50&dataType=0"
        )
        text = fetch(url).decode()
        match = re.fullmatch(r"/\*\*/jQuery1_2\((.*)\);", text, re.S)
        assert match
        return json.loads(match[1])["data"]["datasetlist"]

    return (row["name"] for row in _until_empty(page))


def b(base: str) -> Iterator[str]:
    def page(number: int) -> dict[str, Any]:
        outer = get(base + "/data/dataSet/findPage", form={"pageNo": number, "pageSize": 40})
        return json.loads(outer["dataList"])

    first = page(1)
    total = first["otherData"]["cityCount"] + first["otherData"]["countyCount"]
    for number in range(1, -(-total // 40) + 1):
        for row in page(number)["list"]:
            detail = get(
                base + "/data/catalog/selectDataCatalogByResId", form={"resId": row["resId"]}
            )
            yield detail["resTitle"]


def b2(base: str) -> Iterator[str]:
    prefix = base + "/backOpen/open/data/data/openCatalog"
    pages = get(prefix + "/findPageBySearch", {"pageNo": 1, "pageSize": 40})["data"]["page"][
        "pages"
    ]
    for number in range(1, pages + 1):
        page = get(prefix + "/findPageBySearch", {"pageNo": number, "pageSize": 40})["data"]["page"]
        for row in page["list"]:
            yield get(prefix + "/selectDataCatalogByResId", {"resId": row["resId"]})["data"][
                "resTitle"
            ]


def c(base: str) -> Iterator[str]:
    prefix = base + "/api/portal/data/catalog"
    pages = get(prefix + "/page", {"current": 1, "size": 40})["data"]["pages"]
    for number in range(1, pages + 1):
        for row in get(prefix + "/page", {"current": number, "size": 40})["data"]["records"]:
            yield get(f"{prefix}/detail?cataId={row['cataId']}")["data"]["cataTitle"]


def d(base: str) -> Iterator[str | None]:
    pages = get(base + "/cms/web/search", form={"curPage": 1})["page"]["countPage"]
    for number in range(1, pages + 1):
        for doc in get(base + "/cms/web/search", form={"curPage": number})["object"]["docs"]:
            text = fetch(doc["url"]).decode()
            match = re.search("资源名称：([^<]*)<", text)
            yield match[1] if match else None


def e(base: str) -> Iterator[str]:
    url = base + "/zq/api/data_set/search/"
    pages = get(url, {"pageNum": 1, "pageSize": 40})["data"]["totalPageNum"]
    for number in range(1, pages + 1):
        for row in get(url, {"pageNum": number, "pageSize": 40})["data"]["content"]:
            yield get(f"{base}/zq/api/data_set/{row['datasetId']}/")["data"]["dataset_name"]


def f(base: str) -> Iterator[str]:
    def page(number: int) -> list[str]:
        form = {"pageNumber": number, "pageSize": 40}
        html = get(base + "/jdop_front/channal/datapubliclist.do", form=form)["data"]
        return re.findall(r"href='\.\./detail/data\.do\?iid=(\d+)'", html)

    for iid in _until_empty(page):
        match = re.search(
            'class="sjxqTit1">([^<]*)<',
            fetch(f"{base}/jdop_front/detail/data.do?iid={iid}").decode(),
        )
        assert match
        yield match[1]


def g(base: str) -> Iterator[str]:
    url = base + "/odweb/catalog/catalog.do?method=GetCatalog"
    total = get(url, form={"start": 0, "length": 6})["recordsTotal"]
    for start in range(0, total, 30):
        yield from (
            row["cata_title"] for row in get(url, form={"start": start, "length": 30})["data"]
        )


def h(base: str) -> Iterator[str]:
    def page(number: int) -> list[str]:
        html = fetch(f"{base}/oportal/catalog/index?page={number}").decode()
        return re.findall(r'class="cata-title"><a href="/H(/oportal/catalog/[0-9a-f]+)"', html)

    for path in _until_empty(page):
        match = re.search("<h4>([^<]*)</h4>", fetch(base + path).decode())
        assert match
        yield match[1]


def k(base: str) -> Iterator[str]:
    prefix = base + "/exchangeopengateway/v1.0"
    url = prefix + "/mh/sjml/getMlxxList"
    for row in _until_empty(lambda n: get(url, {"pageNo": n, "pageSize": 60})["data"]["rows"]):
        yield get(f"{prefix}/mlxx/getSjmlxq?mlbh={quote(row['mlbh'], safe='')}")["data"]["mlmc"]


def l(base: str) -> Iterator[str]:  # noqa: E743 - the family's name
    headers = {"APP_ID": "demo", "Authorization": "Bearer demo"}
    url = base + "/wl/home/opendata/GetDatasetList"

    def page(number: int) -> list[Any]:
        return get(url, {"page": number, "page_size": 50}, **headers)["paginator"]["records"]

    return (row["name"] for row in _until_empty(page))


def m(base: str) -> Iterator[str]:
    url = base + "/api/resdoc/getCataList"
    for row in _until_empty(lambda n: get(url, {"page": n, "pageSize": 60})["result"]["records"]):
        yield get(f"{base}/api/resdoc/getDataDetail?id={row['id']}")["result"]["name"]


def dcat(base: str) -> Iterator[str]:
    url: str | None = base + "/catalog.jsonld"
    while url:
        graph = get(url)["@graph"]
        yield from (n["dct:title"][0]["@value"] for n in graph if "dcat:Dataset" in n["@type"])
        following = graph[0].get("hydra:nextPage")
        url = following[0]["@id"] if following else None


CRAWLERS = {
    "A": a,
    "A0": a0,
    "B": b,
    "B2": b2,
    "C": c,
    "D": d,
    "E": e,
    "F": f,
    "G": g,
    "H": h,
    "K": k,
    "L": l,
    "M": m,
    "dcat": dcat,
}
