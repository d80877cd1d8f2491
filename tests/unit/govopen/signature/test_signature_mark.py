"""One signature is one call, however its parts are cut."""

from __future__ import annotations

from dataclasses import replace

from ckanext.govopen.domain.signature import Call

CALL = Call("svc", "platform", "1700000000000", "digest", "sign")


def test_a_character_moved_between_the_parts_does_not_make_a_new_call():
    moved = replace(CALL, sid="svcp", rid="latform")
    assert moved.message == CALL.message
    assert moved.mark == CALL.mark


def test_another_time_or_body_is_another_call():
    assert replace(CALL, rtime="1700000000001").mark != CALL.mark
    assert replace(CALL, digest="other").mark != CALL.mark
