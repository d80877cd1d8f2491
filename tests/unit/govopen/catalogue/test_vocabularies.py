"""The vocabularies as shipped, and how a vocabulary file is read."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from ckanext.govopen.domain.vocabulary import Vocabulary, load, parse
from govopen_common.problem import Rejected

FOLDER = Path(str(files("govopen_schemas"))) / "vocabularies"
SHIPPED = {path.stem: load(path) for path in sorted(FOLDER.glob("*.yaml"))}
REAL = Path(__file__).resolve().parents[5] / "shared" / "data"
CONTRACT = {
    "theme", "industry", "service", "data_domain", "update_cycle", "share_type", "open_type",
    "share_mode_class", "share_mode_type", "format_class", "format_type", "element_type", "grade",
    "sensitivity", "org_class", "status",
}  # fmt: skip
# Labels of real portals that cross several themes; see schemas/vocabularies/theme.yaml.
UNCLEAR = {"社会发展", "环境资源", "综合信息", "信用服务"}


def a_vocabulary(*concepts: dict[str, object], **more: object) -> Vocabulary:
    raw = {"name": "x", "title": {"zh": "某", "en": "X"}, "iri": "vocabulary/x", "source": "test"}
    return parse({**raw, "concepts": list(concepts), **more}, "x.yaml")


def test_every_vocabulary_of_the_catalogue_is_there():
    assert set(SHIPPED) >= CONTRACT
    assert all(name == vocabulary.name for name, vocabulary in SHIPPED.items())


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_concept_is_labelled_in_two_languages_and_found_by_its_aliases(name: str):
    vocabulary = SHIPPED[name]
    for concept in vocabulary.concepts.values():
        assert concept.zh
        assert concept.en
        assert not any("\u4e00" <= char <= "\u9fff" for char in concept.en)
        for alias in concept.aliases:
            assert vocabulary.find(alias) is concept


def test_iris_of_concepts_are_stable_and_below_the_site():
    theme = SHIPPED["theme"].get("08")
    assert theme is not None
    assert theme.iri("https://data.example.gov.cn/") == (
        "https://data.example.gov.cn/vocabulary/theme/08"
    )


def test_industries_are_the_sections_and_divisions_of_the_standard():
    industry = SHIPPED["industry"]
    assert [concept.code for concept in industry.children()] == list("ABCDEFGHIJKLMNOPQRST")
    divisions = [concept for concept in industry.concepts.values() if concept.parent]
    assert [concept.code for concept in divisions] == [f"{number:02d}" for number in range(1, 98)]


def test_every_format_type_stands_in_a_format_class():
    classes = SHIPPED["format_class"]
    assert all(classes.get(kind.parent or "") for kind in SHIPPED["format_type"].concepts.values())


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("theme", "经济建设", "02"),
        ("theme", "民生服务", "18"),
        ("theme", "财税金融", "08"),
        ("theme", "道路交通", "04"),
        ("data_domain", "卫生健康", "17"),
        ("industry", "农林牧渔业", "A"),
        ("industry", "农，林，牧，渔业", "A"),
        ("industry", "教育", "P"),
        ("update_cycle", "每天", "daily"),
        ("update_cycle", "不定时更新", "irregular"),
        ("share_type", "无条件共享", "unconditional"),
        ("open_type", "依申请开放", "conditional"),
        ("grade", "涉密", "classified"),
        ("element_type", "ＶＡＲＣＨＡＲ", "C"),
        ("format_type", "CSV", "9001"),
    ],
)
def test_labels_that_portals_use_are_understood(name: str, text: str, code: str):
    concept = SHIPPED[name].find(text)
    assert concept is not None
    assert concept.code == code


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("open_type", "是"),
        ("format_type", "其他"),
        ("update_cycle", "4"),
        ("theme", ""),
        ("theme", "、"),
    ],
)
def test_what_is_not_clear_finds_nothing(name: str, text: str):
    assert SHIPPED[name].find(text) is None


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the two real catalogues are not beside the repository"
)
def test_the_themes_and_industries_of_two_real_catalogues_resolve_unless_unclear():
    labels: dict[str, set[str]] = {"theme": set(), "industry": set()}
    for file in REAL.glob("*.jsonl"):
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            labels["theme"].add(record.get("主题名称") or record.get("所属主题"))
            labels["industry"].add(record.get("所属行业") or "教育")
    assert {one for one in labels["theme"] if not SHIPPED["theme"].find(one)} <= UNCLEAR
    assert all(SHIPPED["industry"].find(one) for one in labels["industry"])


def test_a_label_of_parent_and_child_means_the_parent():
    vocabulary = a_vocabulary(
        {"code": "P", "zh": "教育", "en": "Education"},
        {"code": "83", "zh": "教育", "en": "Education", "parent": "P"},
    )
    assert vocabulary.find("教育") is vocabulary.get("P")


def test_a_label_of_two_concepts_finds_neither():
    vocabulary = a_vocabulary(
        {"code": "1", "zh": "其他", "en": "Other"}, {"code": "2", "zh": "其他", "en": "Other"}
    )
    assert vocabulary.find("其他") is None


@pytest.mark.parametrize(
    ("concepts", "said"),
    [
        ([{"code": "1", "zh": "甲", "en": "A"}, {"code": "1", "zh": "乙", "en": "B"}], "1 重复"),
        ([{"code": "1", "zh": "甲", "en": "A", "parent": "9"}], "9 不存在"),
        ([{"code": "1", "zh": "甲"}], "缺少 en"),
        ([{"code": 1, "zh": "甲", "en": "A"}], "须加引号"),
        (
            [
                {"code": "1", "zh": "甲", "en": "A"},
                {"code": "2", "zh": "乙", "en": "B", "aliases": ["甲"]},
            ],
            "别名“甲”",
        ),
        ([{"code": "1", "zh": "甲", "en": "A", "aliases": ["——"]}], "别名“——”"),
        ([], "缺少 concepts"),
    ],
)
def test_a_faulty_vocabulary_is_refused_with_what_to_mend(
    concepts: list[dict[str, object]], said: str
):
    with pytest.raises(Rejected, match=said):
        a_vocabulary(*concepts)


def test_a_file_that_is_no_yaml_is_refused_by_name(tmp_path: Path):
    file = tmp_path / "broken.yaml"
    file.write_text("a: [", "utf-8")
    with pytest.raises(Rejected, match=r"broken\.yaml"):
        load(file)
