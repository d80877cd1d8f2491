"""Resources keep their ids from harvest to harvest."""

from __future__ import annotations

from typing import Any

from ckanext.govopen.domain.harvest_run import match_resources
from hypothesis import given
from hypothesis import strategies as st


def row(identity: str = "", **fields: str) -> dict[str, Any]:
    return {**({"id": identity} if identity else {}), **fields}


def test_the_sources_own_key_decides_first():
    old = [row("a", source_key="1", url="x"), row("b", source_key="2", url="y")]
    new = [row(source_key="2", url="x"), row(source_key="1", url="y")]
    assert match_resources(old, new) == ["b", "a"]


def test_without_a_key_the_address_then_name_and_format_decide():
    old = [row("a", url="x"), row("b", url="y", name="n", format="CSV")]
    new = [row(url="z", name="n", format="CSV"), row(url="x")]
    assert match_resources(old, new) == ["b", "a"]


def test_a_stored_file_is_known_by_where_it_came_from():
    old = [row("a", url="file.csv", source_file="http://p/file.csv")]
    assert match_resources(old, [row(url="http://q", source_file="http://p/file.csv")]) == ["a"]


def test_what_is_left_is_matched_by_format_in_order():
    old = [row("a", url="1", format="csv"), row("b", url="2", format="CSV")]
    new = [row(url="3", format="CSV"), row(url="4", format="csv"), row(url="5", format="csv")]
    assert match_resources(old, new) == ["a", "b", None]


fields = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(["", "1", "2", "3"])
        for name in ("source_key", "url", "name", "format")
    },
)


@given(st.lists(fields, max_size=6), st.lists(fields, max_size=6))
def test_no_id_is_given_twice_and_none_is_made_up(
    stored: list[dict[str, str]], harvested: list[dict[str, str]]
):
    old = [row(str(number), **given) for number, given in enumerate(stored)]
    found = match_resources(old, harvested)
    ids = [identity for identity in found if identity is not None]
    assert len(found) == len(harvested)
    assert len(ids) == len(set(ids))
    assert set(ids) <= {resource["id"] for resource in old}


@given(st.lists(fields, max_size=6, unique_by=lambda one: one.get("source_key", "")))
def test_the_same_resources_again_keep_their_ids(stored: list[dict[str, str]]):
    keyed = [{**one, "source_key": f"k{number}"} for number, one in enumerate(stored)]
    old = [row(str(number), **given) for number, given in enumerate(keyed)]
    assert match_resources(old, keyed) == [resource["id"] for resource in old]
