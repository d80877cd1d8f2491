from __future__ import annotations

import json
from contextlib import suppress

import pytest
from ckanext.govopen.domain.harvest import SourceError
from ckanext.govopen.domain.harvest.document import Html
from ckanext.govopen.domain.harvest.unwrapping import unwrap
from harvest_world import profile, quick
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def steps(*written):
    listing = {"request": {"url": "{base}"}, "items": "a", "id": "b", "unwrap": list(written)}
    return profile(list=listing).listing.unwrap


def whole(value):
    """``value`` without halves of surrogate pairs, which no answer may bring in."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


@quick
@given(JSON)
def test_json_inside_json_is_opened_twice(value):
    text = json.dumps({"dataList": json.dumps(value)})
    opening, data = unwrap(text, steps("json", {"select": "dataList"}, "json"))
    assert opening == {"dataList": whole(json.dumps(value))}
    assert data == whole(value)


@quick
@given(JSON)
def test_jsonp_is_what_stands_in_the_brackets(value):
    text = f"/**/jQuery111303_15({json.dumps(value)});"
    assert unwrap(text, steps("jsonp"))[1] == whole(value)


def test_jsonp_without_its_wrapper_is_json():
    assert unwrap('{"a": 1}', steps("jsonp"))[1] == {"a": 1}


def test_html_inside_json_becomes_a_page():
    text = json.dumps({"data": "<div><a href='x'>甲</a></div>"})
    _, data = unwrap(text, steps("json", {"select": "data"}, "html"))
    assert isinstance(data, Html)
    assert data.text == "甲"


def test_xml_becomes_mappings_and_lists():
    text = '<?xml version="1.0"?><r xmlns="u"><i k="1">甲</i><i k="2"/><n>3</n></r>'
    assert unwrap(text, steps("xml"))[1] == {
        "r": {"i": [{"@k": "1", "#text": "甲"}, {"@k": "2"}], "n": "3"}
    }


def test_xml_with_entities_is_refused():
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>'
    with pytest.raises(SourceError):
        unwrap(bomb, steps("xml"))


def test_an_empty_answer_is_nothing():
    assert unwrap("  ", steps("json")) == (None, None)


@pytest.mark.parametrize("text", ["<html>502</html>", "{", "[" * 100_000])
def test_what_is_no_json_is_told_with_its_beginning(text):
    with pytest.raises(SourceError) as failure:
        unwrap(text, steps("json"))
    assert failure.value.code == "unwrap"
    assert text[:5] in failure.value.zh


@quick
@given(st.text(), st.sampled_from(["json", "jsonp", "html", "xml", "text"]))
def test_any_text_is_unwrapped_or_told(text, word):
    with suppress(SourceError):
        unwrap(text, steps(word))
