"""What docs/harvest-profiles.md says is what the loader does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from ckanext.govopen.domain.harvest import fetch_record, list_pages, map_record, parse_profile
from ckanext.govopen.domain.harvest.keys import CONTEXT, FILTERS, SECTIONS, UNWRAP
from ckanext.govopen.domain.harvest.targets import DATASET, ELEMENT, RESOURCE
from ckanext.govopen.harvest.settings import SourceSettings
from harvest_world import keep, session

ROOT = Path(__file__).parents[4]
DOC = (ROOT / "docs" / "harvest-profiles.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)
WORKED = EXAMPLES[0]
REFERENCE = DOC[DOC.index("## Every key") :]


def keys_told(section: str) -> list[str]:
    part = REFERENCE.split(f"### `{section}`\n", 1)[1].split("\n#", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_the_loader_knows_is_told_and_no_other(section):
    assert keys_told(section) == list(SECTIONS[section])


@pytest.mark.parametrize("word", [*UNWRAP, *FILTERS, *CONTEXT, *DATASET, *ELEMENT, *RESOURCE])
def test_every_word_a_profile_may_hold_is_told(word):
    assert f"`{word}`" in DOC


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_loads_by_itself_or_in_the_worked_one(example):
    if example.startswith("profile:"):
        parse_profile(example, "example")
        return
    keys = re.findall(r"^(\w+):", example, re.MULTILINE)
    rest = re.sub(rf"(?ms)^(?:{'|'.join(keys)}):.*?(?=^\w|\Z)", "", WORKED)
    parse_profile(rest + example, "example")


def test_the_worked_example_maps_the_answers_beside_it():
    listed, detail = (text for text in re.findall(r"`?`?`?json\n(.*?)```", DOC, re.DOTALL)[:2])

    def answer(request):
        first = request.json is not None and request.json["pageNum"] == 1
        if request.url.endswith("/api/list"):
            return listed if first else '{"code": 0, "data": {"total": "1", "rows": []}}'
        assert request.params == {"dsId": "330100/00012"}
        return detail

    at = session(answer, parse_profile(WORKED, "example"))
    page = next(list_pages(at))
    assert page.total == 41
    record = map_record(at.profile, fetch_record(at, page.items[0]), keep, url=at.url)
    assert record.fields == {
        "title": "公园名录",
        "notes": "全市公园的名称、地址。",
        "department": "市园林局",
        "theme": "城建住房",
        "update_cycle": "monthly",
        "grade": "public",
        "pub_date": "2022-04-15",
        "source_url": "https://data.example.cn/page/330100_00012.html",
    }
    assert [resource["name"] for resource in record.resources] == ["公园名录.csv", "公园名录.xls"]


def test_every_profile_there_is_is_named():
    shipped = {path.stem for path in (ROOT / "schemas" / "profiles").glob("*.yaml")}
    table = DOC[DOC.index("## The profiles that are there") :]
    assert shipped == {name for name in shipped if f"`{name}`" in table}


def test_yaml_of_the_examples_is_yaml_for_others_too():
    for example in EXAMPLES:
        assert yaml.safe_load(example)


@pytest.mark.parametrize("setting", [one.name for one in fields(SourceSettings)])
def test_every_setting_of_a_source_is_told(setting):
    assert f"| `{setting}` |" in DOC
