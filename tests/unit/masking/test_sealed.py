"""Files that are encrypted in frames."""

from __future__ import annotations

import io
import os
import random

import pytest
from ckanext.masking.domain.gate.sealed import FRAME, SealedReader, SealError, is_sealed, seal
from ckanext.masking.domain.keys import MasterKey
from hypothesis import given, settings
from hypothesis import strategies as st

KEY = MasterKey.of(bytes(range(32))).derive("sealed-files")
SIZES = (0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 17)


def sealed(data: bytes, name: str = "a", piece: int = 10_000) -> bytes:
    out = io.BytesIO()
    pieces = (data[at : at + piece] for at in range(0, len(data), piece))
    assert seal(pieces, out, KEY, name) == len(data)
    return out.getvalue()


def opened(whole: bytes, name: str = "a") -> SealedReader:
    return SealedReader(io.BytesIO(whole), KEY, name)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_again(size: int):
    data = random.Random(size).randbytes(size)
    reader = opened(sealed(data))
    assert reader.size == size
    assert reader.read() == data
    assert is_sealed(io.BytesIO(sealed(data)))


def test_nothing_of_the_text_can_be_seen():
    data = "身份证号 520102199003078515".encode() * 5000
    whole = sealed(data)
    assert b"5201021990" not in whole
    assert len(whole) < len(data) + 200


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3 * FRAME), st.integers(0, 2 * FRAME))
def test_any_part_is_read_without_the_rest(start: int, length: int):
    data = random.Random(1).randbytes(2 * FRAME + 99)
    reader = opened(sealed(data))
    reader.seek(start)
    assert reader.read(length) == data[start : start + length]
    assert reader.tell() == max(start, min(start + length, len(data)))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_was_cut_off_is_not_begun(size: int):
    whole = sealed(random.Random(size).randbytes(size))
    for end in {len(whole) - 1, len(whole) - FRAME - 16, 47, 10, 0}:
        if 0 <= end < len(whole):
            with pytest.raises(SealError):
                opened(whole[:end])


def test_frames_that_were_moved_or_changed_are_noticed():
    whole = bytearray(sealed(os.urandom(3 * FRAME)))
    frame = FRAME + 16
    whole[48 : 48 + frame], whole[48 + frame : 48 + 2 * frame] = (
        whole[48 + frame : 48 + 2 * frame],
        whole[48 : 48 + frame],
    )
    with pytest.raises(SealError):
        opened(bytes(whole)).read()


def test_neither_another_name_nor_another_key_opens_it():
    whole = sealed(b"text")
    with pytest.raises(SealError):
        opened(whole, "b")
    other = MasterKey.of(bytes(range(1, 33))).derive("sealed-files")
    with pytest.raises(SealError):
        SealedReader(io.BytesIO(whole), other, "a")
