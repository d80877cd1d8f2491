"""Validation in bulk finds what CKAN's own finds, whatever the schema and the data."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from ckan.lib.navl import dictization_functions as navl
from ckan.lib.navl import validators as core
from ckanext.govopen.adapters import bulk_navl
from hypothesis import given, settings
from hypothesis import strategies as st

quick = settings(max_examples=200, deadline=None)


def upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def no_x(value: Any) -> Any:
    if value == "x":
        raise navl.Invalid("no x")
    return value


def stop_at_y(key: Any, data: Any, errors: Any, context: Any) -> None:
    if data.get(key) == "y":
        raise navl.StopOnError


def count(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Writes down in which order keys come, and what is there."""
    context["order"].append((key, sorted(map(repr, data))))


def drop(key: Any, data: Any, errors: Any, context: Any) -> None:
    data.pop(key, None)


def blame(key: Any, data: Any, errors: Any, context: Any) -> None:
    errors.setdefault((*key[:-1], "a"), []).append("blamed")


CHECKS: list[Callable[..., Any]] = [
    upper, no_x, stop_at_y, count, drop, blame, core.ignore_missing, core.ignore_empty,
    core.not_empty, core.keep_extras, core.ignore,
]  # fmt: skip
names = st.sampled_from(["a", "b", "c", "extras", "__before", "__after", "__extras", "__junk"])
checks = st.lists(st.sampled_from(CHECKS), max_size=3)
schemas = st.dictionaries(
    names, checks | st.dictionaries(names, checks | st.dictionaries(names, checks, max_size=3))
)
values = st.sampled_from(["", "x", "y", "text", 3, None, [], ["x"]])
keys = st.sampled_from(["a", "b", "c", "d", "extras"])
rows = st.lists(
    st.dictionaries(keys, values | st.lists(st.dictionaries(keys, values), max_size=2)), max_size=3
)
datasets = st.dictionaries(keys, values | rows)


def _answer(validate: Callable[..., Any], data: Any, schema: Any) -> Any:
    order: list[Any] = []
    try:
        made = validate(copy.deepcopy(data), dict(schema), {"order": order})
    except Exception as error:
        return type(error), str(error), order
    return made, order


@quick
@given(datasets, schemas)
def test_the_same_is_found_in_the_same_order(data: Any, schema: Any):
    mine, theirs = (_answer(one, data, schema) for one in (bulk_navl.validate, navl.validate))
    assert mine == theirs
