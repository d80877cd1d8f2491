"""Entries of the log in plain sentences, in both languages of the interface."""

from __future__ import annotations

import gettext
import re
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from ckanext.prov.domain.disclosure import hidden_id
from ckanext.prov.domain.narrative import KINDS, Known, kinds_of, tell
from ckanext.prov.domain.narrative.asked import Asked, parse
from ckanext.prov.domain.record import ACTIVITIES, Agent, Entity, Entry

CATALOGUES = Path(__file__).parents[3] / "ckanext-prov" / "ckanext" / "prov" / "i18n"
BUREAU = Agent("organization", "org-1", "市统计局")
EDITOR = Agent("person", "user-1", "", "editor", "org-1")
PROGRAM = Agent("software", "masking", "ckanext-masking", department="org-1")
KNOWN = Known(
    "d-1",
    datasets={"d-2": "人口抽样"},
    resources={"r-1": "名录.csv", "r-2": "名录.xlsx"},
    organizations={"org-1": "市统计局"},
    field={"title": "标题", "notes": "摘要"}.get,  # type: ignore[arg-type]
)
HIDDEN = hidden_id("d-9", b"0123456789abcdef")


class Spoken:
    """The compiled catalogue of a language."""

    def __init__(self, locale: str, comma: str) -> None:
        self.comma = comma
        self.found = gettext.translation("ckanext-prov", str(CATALOGUES), [locale])

    def gettext(self, message: str) -> str:
        return self.found.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.found.ngettext(singular, plural, n)


CHINESE, ENGLISH = Spoken("zh_Hans_CN", "、"), Spoken("en", ", ")


def entry(activity: str, **fields: Any) -> Entry:
    moment = datetime(2026, 3, 2, 6, 0, tzinfo=timezone.utc)
    given = {"agents": (EDITOR, BUREAU), **fields}
    return Entry("e-1", 1, "d-1", activity, moment, **given)


def said(words: Spoken, activity: str, **fields: Any) -> str:
    return tell(entry(activity, **fields), words, KNOWN).text


FILE = {"resource_id": "r-1", "generated": (Entity("file", "r-1/ab", sha256="ab"),)}
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("dataset_created", {}, "{who} 创建了数据集", "{who} created the dataset."),
    (
        "dataset_changed",
        {"details": {"fields": ["notes", "title"]}},
        "{who} 修改了数据集说明中的 2 项：摘要、标题",
        "{who} changed 2 fields of the dataset: 摘要, 标题.",
    ),
    (
        "dataset_changed",
        {"details": {"fields": ["title"]}},
        "{who} 修改了数据集说明中的 1 项：标题",
        "{who} changed 1 field of the dataset: 标题.",
    ),
    (
        "dataset_changed",
        {},
        "{who} 修改了数据集的说明",
        "{who} changed the description of the dataset.",
    ),
    (
        "dataset_changed",
        {"details": {"first_seen": True}},
        "记录从此开始；数据集在此之前已存在",
        "The record begins here; the dataset was there before.",
    ),
    (
        "dataset_changed",
        {"details": {"derivation": True}, "used": (Entity("dataset", "d-2"),)},
        "{who} 声明数据集来自“人口抽样”",
        "{who} declared that the dataset derives from “人口抽样”.",
    ),
    (
        "dataset_changed",
        {"details": {"derivation": False}, "used": (Entity("dataset", HIDDEN),)},
        "{who} 撤销了“数据集来自未公开的数据集”的声明",
        "{who} took back that the dataset derives from a dataset that is not public.",
    ),
    (
        "dataset_changed",
        {
            "resource_id": "r-1",
            "details": {"derivation": True},
            "used": (Entity("resource", "r-2"),),
        },
        "{who} 声明“名录.csv”来自“名录.xlsx”",
        "{who} declared that “名录.csv” was made from “名录.xlsx”.",
    ),
    ("dataset_published", {}, "{who} 发布了数据集", "{who} published the dataset."),
    ("dataset_withdrawn", {}, "{who} 下架了数据集", "{who} withdrew the dataset."),
    ("dataset_restored", {}, "{who} 恢复了数据集", "{who} restored the dataset."),
    ("dataset_deleted", {}, "{who} 删除了数据集", "{who} deleted the dataset."),
    (
        "resource_created",
        {"resource_id": "r-1"},
        "{who} 新增了“名录.csv”",
        "{who} added “名录.csv”.",
    ),
    (
        "resource_changed",
        {"resource_id": "r-1", "details": {"fields": ["title"]}},
        "{who} 修改了“名录.csv”说明中的 1 项：标题",
        "{who} changed 1 field of “名录.csv”: 标题.",
    ),
    (
        "resource_changed",
        {"resource_id": "r-1"},
        "{who} 修改了“名录.csv”的说明",
        "{who} changed the description of “名录.csv”.",
    ),
    (
        "resource_created",
        {"resource_id": "r-7"},
        "{who} 新增了后来删除的资源",
        "{who} added a resource that was removed later.",
    ),
    (
        "resource_deleted",
        {"resource_id": "r-7"},
        "{who} 删除了一个资源",
        "{who} removed a resource.",
    ),
    (
        "file_uploaded",
        FILE,
        "{who} 上传了“名录.csv”的文件",
        "{who} uploaded the file of “名录.csv”.",
    ),
    (
        "file_replaced",
        FILE,
        "{who} 替换了“名录.csv”的文件",
        "{who} replaced the file of “名录.csv”.",
    ),
    (
        "file_masked",
        {**FILE, "details": {"columns": 2}},
        "{who} 脱敏了“名录.csv”的 2 列",
        "{who} masked 2 columns of “名录.csv”.",
    ),
    ("file_masked", FILE, "{who} 脱敏了“名录.csv”的文件", "{who} masked the file of “名录.csv”."),
    (
        "file_converted",
        {**FILE, "used": (Entity("resource", "r-2"),)},
        "{who} 由“名录.xlsx”转换生成了“名录.csv”",
        "{who} made “名录.csv” from “名录.xlsx”.",
    ),
    (
        "rows_written",
        {**FILE, "details": {"rows": 3, "method": "upsert"}},
        "{who} 向“名录.csv”写入了 3 行",
        "{who} wrote 3 rows to “名录.csv”.",
    ),
    (
        "rows_deleted",
        {**FILE, "details": {"rows": 1, "table": False}},
        "{who} 删除了“名录.csv”的 1 行",
        "{who} deleted 1 row of “名录.csv”.",
    ),
    (
        "rows_deleted",
        {**FILE, "details": {"rows": 9, "table": True}},
        "{who} 删除了“名录.csv”的数据表",
        "{who} deleted the table of “名录.csv”.",
    ),
    (
        "version_made",
        {"details": {"label": "2.0", "automatic": False}},
        "{who} 生成了数据集的版本 2.0",
        "{who} made version 2.0 of the dataset.",
    ),
    (
        "version_made",
        {"details": {"label": "3", "automatic": True}},
        "{who} 发布数据集，生成了版本 3",
        "The publication by {who} made version 3 of the dataset.",
    ),
    (
        "harvested",
        {"details": {"action": "create"}},
        "{who} 首次从来源采集了数据集",
        "{who} collected the dataset from its source for the first time.",
    ),
    (
        "harvested",
        {"details": {"action": "withdraw"}},
        "{who} 下架了数据集：来源处已不再提供",
        "{who} withdrew the dataset: it is gone at its source.",
    ),
    ("harvested", {}, "{who} 从来源采集了数据集", "{who} collected the dataset from its source."),
    ("imported", {}, "{who} 用工作簿报送了数据集", "{who} entered the dataset from a workbook."),
    (
        "received",
        {},
        "{who} 收到了其他平台推送的数据集",
        "{who} received the dataset from another platform.",
    ),
    (
        "checked",
        {"details": {"errors": 0}},
        "{who} 检查了数据集，没有发现问题",
        "{who} checked the dataset and found no fault.",
    ),
    (
        "checked",
        {"details": {"errors": 3}},
        "{who} 检查了数据集，发现 3 个问题",
        "{who} checked the dataset and found 3 faults.",
    ),
    (
        "checked",
        {"details": {"accepted": False}},
        "{who} 检查了数据集，予以退回",
        "{who} checked the dataset and sent it back.",
    ),
    (
        "compiled",
        {},
        "{who} 把数据集报送到上级目录",
        "{who} submitted the dataset to the catalogue above.",
    ),
    (
        "merged",
        {"used": (Entity("dataset", "d-2"),)},
        "{who} 把“人口抽样”并入了数据集",
        "{who} merged “人口抽样” into the dataset.",
    ),
    (
        "merged",
        {},
        "{who} 把数据集汇入上级目录",
        "{who} took the dataset into the catalogue above.",
    ),
]


@pytest.mark.parametrize(("activity", "fields", "chinese", "english"), CASES)
def test_an_entry_is_a_sentence_in_both_languages(
    activity: str, fields: dict[str, Any], chinese: str, english: str
):
    assert said(CHINESE, activity, **fields) == chinese.format(who="市统计局（编辑）")
    assert said(ENGLISH, activity, **fields) == english.format(who="市统计局 (editor)")


def test_every_activity_has_a_sentence_and_is_in_one_group():
    assert {activity for activity, *_ in CASES} == set(ACTIVITIES)
    grouped = [name for names in KINDS.values() for name in names]
    assert sorted(grouped) == sorted(ACTIVITIES)
    assert kinds_of("file_masked") == "file"


def test_no_sentence_keeps_a_place_unfilled():
    for activity, fields, *_ in CASES:
        for words in (CHINESE, ENGLISH):
            sentence = tell(entry(activity, **fields), words, KNOWN)
            assert not re.search(r"[{}]", sentence.text + "".join(sentence.notes))


def test_masking_by_a_program_names_the_department_and_the_policy():
    fields = {
        **FILE, "agents": (PROGRAM, BUREAU), "plan": Entity("plan", "masking/unnamed/3"),
        "details": {"columns": 2, "counts": {"mobile": 30}},
    }  # fmt: skip
    told = tell(entry("file_masked", **fields), CHINESE, KNOWN)
    assert told.text == "市统计局（自动） 依据脱敏策略 v3 脱敏了“名录.csv”的 2 列"
    assert "共脱敏 30 个值。" in told.notes
    assert "程序：ckanext-masking" in told.notes
    english = said(ENGLISH, "file_masked", **fields)
    assert english.startswith("市统计局 (automatic), following masking policy v3, masked 2")


@pytest.mark.parametrize(
    ("agents", "chinese", "english"),
    [
        (
            (Agent("person", "u", "李四", "editor", "org-1"), BUREAU),
            "市统计局 李四",
            "李四 of 市统计局",
        ),
        ((Agent("person", "", "", "", ""), BUREAU), "某用户", "A user"),
        ((Agent("person", "", "", "sysadmin", ""), BUREAU), "系统管理员", "system administrator"),
        ((Agent("software", "x", "CKAN"),), "系统", "The system"),
        ((BUREAU,), "市统计局", "市统计局"),
        ((), "某人", "Somebody"),
    ],
)
def test_who_acted_is_named_as_far_as_it_is_known(
    agents: tuple[Agent, ...], chinese: str, english: str
):
    assert said(CHINESE, "dataset_created", agents=agents) == f"{chinese} 创建了数据集"
    assert said(ENGLISH, "dataset_created", agents=agents) == f"{english} created the dataset."


def test_many_fields_are_counted_and_the_first_are_named():
    text = said(ENGLISH, "dataset_changed", details={"fields": ["title"] * 9})
    assert "changed 9 fields" in text
    assert text.endswith("and 3 more.")


def test_what_is_hidden_is_told_of_by_its_kind_alone():
    text = said(CHINESE, "merged", used=(Entity("dataset", HIDDEN, "内部底数"),))
    assert text.endswith("把未公开的数据集并入了数据集")
    assert "d-9" not in text


def test_an_address_asks_for_entries():
    asked, problems = parse(
        {"kind": "file", "agent": "person", "file": "r-1", "since": "2026-03-01", "page": "2"}
    )
    assert asked == Asked("file", "r-1", "person", date(2026, 3, 1), None, 2)
    assert not problems
    assert parse(asked.query())[0] == asked
    assert asked.query(1) == {k: v for k, v in asked.query().items() if k != "page"}


@pytest.mark.parametrize("page", ["", "0", "-3", "zwei", "²", "9" * 30])
def test_a_page_that_is_none_is_the_first(page: str):
    assert parse({"page": page})[0].page == 1


def test_what_an_address_asks_in_vain_is_left_out_and_said_in_both_languages():
    asked, problems = parse(
        {"kind": "x", "agent": "x", "since": "02/03/2026", "until": "2026-13-1"}
    )
    assert asked == Asked()
    assert [one.field for one in problems] == ["since", "until"]
    assert all(one.zh and one.en for one in problems)
    _, order = parse({"since": "2026-03-02", "until": "2026-03-01"})
    assert order[0].field == "until"
