"""A dataset with everything that a document can tell of."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ckanext.prov.domain.facts import Facts, Related
from ckanext.prov.domain.record import Agent, Entity, Entry
from ckanext.prov.domain.version import Version, VersionFile

CHINA = timezone(timedelta(hours=8))
BASE = "https://data.example.cn"
KEY = b"a key for what is not public"
RAW, MASKED, CONVERTED = "a" * 64, "b" * 64, "c" * 64
EDITOR = Agent("person", "u1", "张三", "editor", "org1")
ADMIN = Agent("person", "u2", "李四", "admin", "org1")
POLICY = Entity("plan", "policy/personal/3", "个人信息脱敏策略 3")


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=CHINA)


def _entries() -> list[Entry]:
    dataset, csv, xlsx = Entity("dataset", "d1"), Entity("resource", "r1"), Entity("resource", "r2")
    raw, masked = Entity("file", f"r2/{RAW}", "", RAW), Entity("file", f"r2/{MASKED}", "", MASKED)
    converted = Entity("file", f"r1/{CONVERTED}", "图书馆.csv", CONVERTED)
    record = Entity("record", "source1/0001", "公益性图书馆")
    told = [
        ("harvested", at(1), (record,), (dataset,), {"agents": ()}),
        ("resource_created", at(2), (), (xlsx,), {"resource_id": "r2"}),
        (
            "file_masked",
            at(2, 10),
            (raw,),
            (masked,),
            {
                "resource_id": "r2",
                "plan": POLICY,
                "details": {"columns": 2, "rows": 10, "fields": ["手机号"]},
                "started": at(2, 9),
            },
        ),
        ("resource_created", at(2, 11), (), (csv,), {"resource_id": "r1"}),
        ("file_converted", at(2, 12), (masked, xlsx), (converted, csv), {"resource_id": "r1"}),
        ("dataset_changed", at(3), (dataset,), (dataset,), {}),
        ("dataset_published", at(3, 10), (dataset,), (), {"agents": (ADMIN,)}),
        ("version_made", at(3, 11), (dataset,), (Entity("version", "d1/1.0"),), {}),
        ("merged", at(4), (Entity("dataset", "d2"), Entity("dataset", "d3")), (dataset,), {}),
        ("checked", at(5), (dataset,), (), {"reconstructed": True}),
        ("resource_deleted", at(6), (Entity("resource", "r3"),), (), {"resource_id": "r3"}),
    ]
    return [
        Entry(
            f"e{number}",
            number,
            "d1",
            activity,
            ended,
            used=used,
            generated=generated,
            **{"agents": (EDITOR,), "software": "ckanext-prov 0.1.0", **more},
        )
        for number, (activity, ended, used, generated, more) in enumerate(told, start=1)
    ]


DATASET = {
    "id": "d1",
    "name": "library",
    "title": "公益性图书馆",
    "notes": "公共图书馆名录",
    "url": "http://www.bjdata.gov.cn/zyml/azt/wtyy/whcs/whgz/3077.htm",
    "issued": "2013-12-19",
    "metadata_created": "2026-03-01T01:00:00.000000",
    "metadata_modified": "2026-03-04T01:00:00.000000",
    "license_id": "cc-by",
    "license_url": "http://www.opendefinition.org/licenses/cc-by",
    "license_title": "Creative Commons Attribution",
    "organization": {"id": "org1", "title": "市统计局"},
    "maintainer": "市统计局数据科",
    "maintainer_email": "data@example.cn",
    "tags": [{"name": "图书馆"}, {"name": "文化"}],
    "derived_from": ["d2", "d9"],
    "resources": [
        {
            "id": "r1",
            "name": "图书馆.csv",
            "url": f"{BASE}/dataset/d1/resource/r1/download/图书馆.csv",
            "format": "CSV",
            "mimetype": "text/csv; charset=GB2312",
            "created": "2026-03-02T03:00:00",
            "hash": CONVERTED,
            "rights": "来源须注明",
            "derived_from": "r2",
        },
        {
            "id": "r2",
            "name": "图书馆.xlsx",
            "url": f"{BASE}/dataset/d1/resource/r2/download/library.xlsx",
            "format": "XLSX",
            "created": "2026-03-02T01:00:00",
            "hash": MASKED,
        },
    ],
}
FACTS = Facts(
    BASE,
    DATASET,
    KEY,
    entries=_entries(),
    versions=[
        Version("0.9", at(2, 13), "试用", {**DATASET, "issued": ""}),
        Version(
            "1.0",
            at(3, 11),
            "首次发布",
            DATASET,
            (VersionFile("r1", CONVERTED, f"{BASE}/old/{CONVERTED}"), VersionFile("r2", MASKED)),
            "e8",
        ),
    ],
    related={"d2": Related("d2", "文化设施")},
    organizations={"org1": "市统计局"},
    locale="zh_Hans_CN",
)
