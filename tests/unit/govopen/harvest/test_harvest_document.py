from __future__ import annotations

import pytest
from ckanext.govopen.domain.harvest.document import (
    Html,
    css,
    dumps,
    labelled,
    loads,
    strip_markup,
)
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text(alphabet="每年月更新周期abc123", min_size=1, max_size=12)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>更新周期：{}</p>",
        "<p>更新周期: {}</p>",
        "<p><b>更新周期：</b>{}</p>",
        "<table><tr><th>更新周期</th><td>{}</td><th>其他</th><td>x</td></tr></table>",
        "<table><tr><td>更新周期：</td><td>{}</td></tr></table>",
        "<dl><dt>更新周期</dt><dd>{}</dd></dl>",
        "<ul><li>更新周期：<span>{}</span></li><li>其他：y</li></ul>",
        "<div>发布日期：2020-01-02<br>更新周期：{}<br/>其他：z</div>",
        "<div><span><i>更新周期</i></span><span>{}</span></div>",
    ],
)
@quick
@given(value=WORDS)
def test_the_value_of_a_label_is_found_in_every_layout(markup, value):
    assert labelled(Html(f"<body><h1>更新</h1>{markup.format(value)}</body>"), "更新周期") == value


def test_a_label_that_is_nowhere_has_no_value():
    assert labelled(Html("<p>发布日期：</p><p>x</p>"), "更新周期") is None


def test_a_label_is_looked_for_in_its_part_of_the_page():
    page = Html("<ul class=a><li>名称：甲</li></ul><ul class=b><li>名称：乙</li></ul>")
    assert labelled(page, "名称", ".b") == "乙"


def test_rows_of_a_table_keep_their_cells_when_taken_out():
    page = Html("<table><tr><td>1</td><td>甲</td></tr><tr><td>2</td><td>乙</td></tr></table>")
    rows = css(page, "tr", every=True)
    assert [css(row, "td:nth-child(2)") for row in rows] == [["甲"], ["乙"]]


def test_an_attribute_or_the_markup_inside_can_be_wanted():
    page = Html('<a href="/x?iid=1">甲<b>乙</b></a>')
    assert css(page, "a", "href") == ["/x?iid=1"]
    assert css(page, "a", "html") == ["甲<b>乙</b>"]


def test_markup_is_taken_out_and_scripts_with_it():
    text = "<p onclick='x()'>摘要<script>alert(1)</script></p><p>第二段</p><img src=x onerror=y>"
    assert strip_markup(text) == "摘要\n第二段"


def test_text_without_markup_stays_as_it_is():
    assert strip_markup("数量 < 5 的企业") == "数量 < 5 的企业"
    assert strip_markup("A&amp;B") == "A&B"


@quick
@given(st.text())
def test_any_text_can_be_stripped(text):
    assert isinstance(strip_markup(text), str)


def test_html_survives_being_stored():
    document = {"item": Html("<p>甲</p>"), "rows": [Html("<b>乙</b>"), 1]}
    assert loads(dumps(document)) == document
