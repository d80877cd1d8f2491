"""The Solr configset keeps what CKAN needs and declares what the search asks for."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

import pytest
from ckanext.govopen.domain.search import conditions, document, query

CONF = Path(__file__).resolve().parents[4] / "config" / "solr" / "configset" / "conf"
CKAN = Path(next(iter(find_spec("ckan").submodule_search_locations))) / "config" / "solr"


def schema(path: Path) -> ET.Element:
    return ET.parse(path / "schema.xml").getroot()


def parts(root: ET.Element) -> set[str]:
    """Every type, field and copy of a schema, written in one way."""
    tags = {"fieldType", "fieldtype", "field", "dynamicField", "copyField", "uniqueKey"}
    found = (element for element in root.iter() if element.tag in tags)
    return {re.sub(r"\s+", " ", ET.canonicalize(ET.tostring(e, "unicode"))).strip() for e in found}


def declared() -> set[str]:
    return {field.get("name") for field in schema(CONF).iter("field")}


def test_nothing_of_the_stock_schema_is_changed_or_left_out():
    assert schema(CONF).get("name") == schema(CKAN).get("name") == "ckan-2.12"
    assert parts(schema(CKAN)) <= parts(schema(CONF))


def test_every_field_that_is_searched_filtered_or_sorted_is_declared():
    searched = set(re.findall(r"(\w+)\^", query.FIELDS))
    filtered = {*conditions.FACETS.values(), *conditions.FLAGS.values()}
    filtered |= {field for both in conditions.PERIODS.values() for field in both}
    ordered = {
        field for sort in conditions.SORTS.values() for field in re.findall(r"(\w+) desc", sort)
    }
    assert searched | filtered | (ordered - {"score"}) <= declared()


def test_every_field_that_a_dataset_is_indexed_with_is_declared():
    dataset = {"title": "名录", "elements": [{"name": "名称", "element_code": "E1"}], "tags": []}
    dataset |= dict.fromkeys(document.DAYS, "2020-01-01")
    around = document.Surroundings(["1"], ["2"], "部门", ["简称"], ["主题"], 3)
    assert set(document.fields(dataset, around)) <= declared()


@pytest.mark.parametrize("name", ["protwords.txt", "synonyms.txt", "solrconfig.xml"])
def test_the_files_that_the_schema_names_are_there(name: str):
    assert (CONF / name).is_file()


def test_new_documents_are_soon_visible_without_an_explicit_commit():
    config = ET.parse(CONF / "solrconfig.xml").getroot()
    soft = config.findtext("updateHandler/autoSoftCommit/maxTime")
    assert soft == "${solr.autoSoftCommit.maxTime:1000}"
    assert config.findtext("updateHandler/commitWithin/softCommit") == "true"
