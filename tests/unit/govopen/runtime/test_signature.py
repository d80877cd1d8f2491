"""Signed calls between platforms."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from ckanext.govopen.domain.signature import WINDOW, Call, body_digest, check, signature
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
BODY = '{"id": "一"}'.encode()
KEY = "secret"


def call(at: datetime = NOW, body: bytes = BODY, key: str = KEY) -> Call:
    rtime = str(int(at.timestamp() * 1000))
    digest = body_digest(body)
    return Call("s_1_2", "r-1@2", rtime, digest, signature(key, "s_1_2", "r-1@2", rtime, digest))


def test_the_signature_is_base64_of_an_hmac_over_the_parts_in_order():
    message = b"sidrid1700000000000digest"
    expected = base64.b64encode(hmac.new(b"k", message, hashlib.sha256).digest()).decode()
    assert signature("k", "sid", "rid", "1700000000000", "digest") == expected


def test_a_good_call_is_believed():
    assert check(call(), BODY, KEY, NOW) is None


@pytest.mark.parametrize("off", [WINDOW, -WINDOW])
def test_a_call_at_the_edge_of_the_window_is_believed(off: timedelta):
    assert check(call(NOW + off), BODY, KEY, NOW) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (call(NOW - WINDOW - timedelta(seconds=1)), "expired"),
        (call(NOW + WINDOW + timedelta(seconds=1)), "expired"),
        (call(key="another"), "signature"),
        (replace(call(), sid="s_other"), "signature"),
        (replace(call(), rtime="1700000000000"), "signature"),
        (replace(call(), sign=""), "signature"),
        (replace(call(), sid=""), "headers"),
        (replace(call(), rid="a b"), "headers"),
        (replace(call(), rtime="yesterday"), "headers"),
        (call(body=b"another"), "digest"),
    ],
)
def test_any_other_call_is_refused_with_a_reason(changed: Call, code: str):
    problem = check(changed, BODY, KEY, NOW)
    assert problem is not None
    assert problem.code == code


def test_two_calls_have_the_same_mark_only_when_they_are_the_same():
    assert call().mark == call().mark
    assert call().mark != call(NOW + timedelta(milliseconds=1)).mark
    assert call().mark != call(body=b"another").mark


@given(st.text(), st.text(), st.text(), st.text(), st.text(), st.binary())
def test_whatever_is_sent_it_is_refused_and_never_fails(
    sid: str, rid: str, rtime: str, digest: str, sign: str, body: bytes
):
    assert check(Call(sid, rid, rtime, digest, sign), body, KEY, NOW) is not None
