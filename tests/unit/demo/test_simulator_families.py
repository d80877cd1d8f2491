"""Each family serves each of its records exactly once, in the shape of its platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from demo.catalogue import build
from demo.simulator import Simulator
from demo.simulator.families import families
from demo.simulator.sources import Builtin, JsonLines, Synthetic
from tests.unit.demo.demo_crawler import CRAWLERS, fetch, get

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"

#: Enough for several pages, and all grades among them.
SAMPLE = [d for i, d in enumerate(build().datasets) if i % 3 == 0 or d.grade == "classified"]


@pytest.fixture(scope="module")
def sim() -> Iterator[Simulator]:
    with Simulator(source=Builtin(SAMPLE)) as simulator:
        yield simulator


def test_every_family_has_a_crawler_here() -> None:
    assert set(CRAWLERS) == set(families())


@pytest.mark.parametrize("family", sorted(CRAWLERS))
def test_a_family_serves_each_of_its_records_exactly_once(sim: Simulator, family: str) -> None:
    wanted = SAMPLE if family == "M" else [d for d in SAMPLE if d.is_open]
    titles = Counter(CRAWLERS[family](sim.url(family)))
    assert titles == Counter(d.title for d in wanted)


@pytest.mark.parametrize("family", sorted(set(CRAWLERS) - {"M"}))
def test_an_open_portal_lists_nothing_internal_or_classified(sim: Simulator, family: str) -> None:
    hidden = {d.title for d in SAMPLE if d.grade != "public"}
    assert hidden
    assert not hidden & set(CRAWLERS[family](sim.url(family)))


def test_the_sharing_platform_sends_elements_files_and_grade(sim: Simulator) -> None:
    url = sim.url("M") + "/api/resdoc/getDataDetail?id=1"
    detail, dataset = get(url)["result"], SAMPLE[0]
    assert detail["cata_code"] == dataset.code
    assert detail["institution_code"] == dataset.department.uscc
    assert detail["data_grade"] == "公开"
    assert [i["itemName"] for i in detail["cataInfoItemList"]] == [
        u.element.name for u in dataset.elements
    ]
    assert detail["cataInfoItemList"][0]["itemType"] == "字符串型C"
    for file in detail["resFileList"]:
        assert len(fetch(file["fileUrl"])) == file["fileSize"]


def test_the_tabs_of_the_sharing_platform_agree_with_its_detail(sim: Simulator) -> None:
    base = sim.url("M") + "/api/resdoc"
    detail = get(base + "/getDataDetail?id=1")["result"]
    page = get(base + "/getItemList?cataId=1&page=2&pageSize=3")["result"]
    assert page["records"] == detail["cataInfoItemList"][3:6]
    assert get(base + "/getResById?id=1&type=data")["result"] == detail["resFileList"]
    assert get(base + "/getResById?id=1&type=api")["result"] == detail["resApiList"]


def test_the_first_guizhou_portal_leads_from_a_record_to_its_file(sim: Simulator) -> None:
    base = sim.url("A0") + "/dataopen/api"
    record = get(base + "/dataset?pageNo=1&pageSize=1")["data"]["datasetlist"][0]
    assert record["description"].startswith("<p>")
    file = get(f"{base}/filedata/{record['list'][0]['id']}")["data"]
    address = get(f"{base}/url/{file['shortUrl']}")["data"]["realUrl"]
    assert len(fetch(address)) > 100


def test_inspur_lists_the_files_of_a_record_and_sends_them(sim: Simulator) -> None:
    base = sim.url("G") + "/odweb/catalog"
    record = get(base + "/catalog.do?method=GetCatalog", form={"start": 0, "length": 1})["data"][0]
    assert all(isinstance(value, str) for value in record.values())
    found = get(
        base + "/catalogDetail.do?method=GetDownLoadInfo",
        form={"cata_id": record["cata_id"], "conf_type": 2},
    )
    assert len(found["data"]) == int(record["file_count"])
    address = (
        base
        + "/CatalogDetailDownload.do?method=getFileDownloadAddr&fileId="
        + found["data"][0]["fileId"]
    )
    assert len(fetch(address)) > 100


def test_the_query_service_pages_through_the_rows(sim: Simulator) -> None:
    base = sim.url("B") + "/api/0/1/service.xhtml?appKey=demo"
    first, second = get(base + "&page=1&rows=5"), get(base + "&page=2&rows=5")
    assert first["total"] == SAMPLE[0].files[0].rows
    assert len(first["data"]) == len(second["data"]) == 5
    assert first["data"] != second["data"]


@pytest.mark.parametrize(
    ("family", "path", "status"),
    [
        ("A", "/api/search/data/getDataDirectoryListByParams", 405),
        ("A", "/nothing", 404),
        ("M", "/api/resdoc/getDataDetail?id=99999", 404),
        ("L", "/wl/home/opendata/GetDatasetList", 405),
    ],
)
def test_a_wrong_request_is_refused_as_a_platform_refuses_it(
    sim: Simulator, family: str, path: str, status: int
) -> None:
    with pytest.raises(HTTPError) as error:
        fetch(sim.url(family) + path)
    assert error.value.code == status


def test_a_form_where_json_belongs_is_refused(sim: Simulator) -> None:
    with pytest.raises(HTTPError) as error:
        get(sim.url("A") + "/api/search/data/getDataDirectoryListByParams", form={"pageIndex": 1})
    assert error.value.code == 415


def test_synthetic_records_are_made_only_when_asked_for() -> None:
    source = Synthetic(100_000)
    assert source[99_999].title != source[0].title
    with Simulator({"M": ("M", source)}, source=Builtin(SAMPLE[:2])) as simulator:
        body = {"page": 100_000 // 50, "pageSize": 50}
        page = get(simulator.url("M") + "/api/resdoc/getCataList", body)["result"]
        assert page["total"] == 100_000
        assert page["records"][-1]["id"] == 100_000


def _row(notes: str, formats: str) -> dict[str, str]:
    return {
        "数据目录名称": "甲",
        "数据摘要": notes,
        "主题名称": "经济建设",
        "数据提供方": "某厅",
        "最后更新时间": "2016-10-17 16:15:00",
        "数据下载格式": formats,
    }


ROWS = [_row("甲的摘要", "['xls', 'xls']"), _row("又一个甲", "xlsx")]


def test_rows_with_equal_titles_stay_two_records_with_their_own_ids() -> None:
    with Simulator({"old": ("A0", ROWS)}, source=Builtin(SAMPLE[:2])) as simulator:
        url = simulator.url("old") + "/dataopen/api/dataset?pageNo=1&pageSize=10"
        found = get(url)["data"]["datasetlist"]
    assert [row["name"] for row in found] == ["甲", "甲"]
    assert [len(row["list"]) for row in found] == [2, 1]
    assert found[0]["id"] != found[1]["id"]


@pytest.mark.parametrize(
    ("name", "family", "count"),
    [("guizhou-catalogue-2016", "A0", 460), ("harbin-catalogue-2018", "G", 138)],
)
def test_a_real_catalogue_is_served_whole(name: str, family: str, count: int) -> None:
    path = SHARED / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is not beside the repository")
    source = JsonLines(path)
    with Simulator({family: (family, source)}, source=Builtin(SAMPLE[:2])) as simulator:
        titles = list(CRAWLERS[family](simulator.url(family)))
    assert len(titles) == count
    assert titles == [dataset.title for dataset in source]
