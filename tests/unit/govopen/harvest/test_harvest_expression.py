from __future__ import annotations

from urllib.parse import unquote

import jmespath
import pytest
from ckanext.govopen.domain.harvest.expression import (
    ExpressionError,
    compile_body,
    compile_path,
    compile_template,
)
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st


@quick
@given(st.text())
def test_whatever_an_id_holds_it_stays_one_part_of_the_address(value):
    template = compile_template("{base}/detail/{id}/x")
    url = template.filled({"base": "https://a.cn/b", "id": value}, url=True)
    middle = url.removeprefix("https://a.cn/b/detail/").removesuffix("/x")
    assert "/" not in middle
    assert unquote(middle) == value or any(0xD800 <= ord(char) <= 0xDFFF for char in value)


def test_filters_change_a_placeholder():
    context = {"id": "29200/0000A"}
    assert compile_template("x/{id|underscore}").filled(context) == "x/29200_0000A"
    assert compile_template("{id|lower}").value(context) == "29200/0000a"
    assert compile_template("p={id|raw}").filled(context, url=True) == "p=29200/0000A"
    assert compile_template("{id|digits}").filled(context) == "292000000"


def test_a_bar_of_jmespath_is_not_a_filter():
    assert compile_template("{a || b}").value({"b": 3}) == 3


def test_a_placeholder_alone_keeps_its_type_in_a_body():
    body = compile_body({"page": "{page}", "ids": ["{id}"], "all": False, "text": "p{page}"})
    assert body.filled({"page": 2, "id": "x"}) == {
        "page": 2,
        "ids": ["x"],
        "all": False,
        "text": "p2",
    }


def test_doubled_braces_are_braces():
    assert compile_template('{{"q":"{id}"}}').filled({"id": 1}) == '{"q":"1"}'


@pytest.mark.parametrize("wrong", ["{id|shout}", "{a..b}", "{}"])
def test_a_placeholder_that_cannot_be_is_refused(wrong):
    with pytest.raises(ExpressionError):
        compile_template(wrong)


def test_an_expression_that_fails_on_the_data_says_so():
    with pytest.raises(ExpressionError, match="sum"):
        compile_path("sum(rows)")({"rows": ["a"]})


@quick
@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
    )
)
@pytest.mark.parametrize("path", ["a", "a.b", "c.b.a"])
def test_a_path_of_keys_finds_what_jmespath_finds(path, data):
    assert compile_path(path)(data) == jmespath.search(path, data)
