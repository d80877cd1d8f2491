from __future__ import annotations

import pytest
from ckanext.govopen.domain.harvest.charset import decode
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8)
TITLE = "贵州省省本级医疗保险联网结算药店名录"


@quick
@given(CHINESE)
def test_utf8_is_told_by_its_bytes_even_when_the_header_lies(text):
    assert decode(text.encode(), "text/html; charset=GBK") == text
    assert decode(text.encode(), "text/html; charset=ISO-8859-1") == text


@quick
@given(CHINESE)
def test_gb18030_is_read_when_the_header_says_gb2312(text):
    assert decode(text.encode("gb18030"), "text/html; charset=gb2312") == text


@pytest.mark.parametrize("header", ["", "application/json", "application/json;charset=UTF-8"])
def test_gb18030_without_a_word_or_with_a_wrong_one_is_read(header):
    assert decode(f'{{"name":"{TITLE}"}}'.encode("gb18030"), header) == f'{{"name":"{TITLE}"}}'


def test_the_page_itself_may_tell_its_charset():
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>{"繁體中文"}</p>'
    assert "繁體中文" in decode(page.encode("big5"))


def test_the_profile_has_the_last_word():
    assert decode(TITLE.encode("gbk"), "text/html; charset=utf-8", "gb2312") == TITLE


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode(b"\xef\xbb\xbf{}") == "{}"


def test_half_a_character_does_not_spoil_a_page_of_utf8():
    body = (TITLE * 20).encode() + b"\xed\xa0\xbd" + TITLE.encode()
    assert decode(body).count(TITLE) == 21


@quick
@given(st.binary())
def test_any_bytes_become_some_text(body):
    assert isinstance(decode(body, "text/html"), str)
