"""Keys: derived apart, never shown."""

from __future__ import annotations

import logging
import pickle

import pytest
from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from govopen_common.problem import Rejected
from hypothesis import given
from hypothesis import strategies as st

RAW = bytes(range(1, 33))
MASTER = MasterKey.of(RAW)
PLACES = st.lists(st.text(max_size=4), max_size=3).map(tuple)


def test_a_derived_key_is_hkdf_of_the_master_key():
    info = b"\0\0\0\x01p" + b"\0\0\0\x02ds"
    salt = b"ckanext-masking/keys/1"
    expected = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(RAW)
    assert MASTER.derive("p", "ds").reveal() == expected


@given(one=PLACES, other=PLACES)
def test_two_places_never_share_a_key(one, other):
    same = MASTER.derive("p", *one).reveal() == MASTER.derive("p", *other).reveal()
    assert same == (one == other)


@pytest.mark.parametrize(
    ("link", "column", "dataset"),
    [("column", False, False), ("dataset", True, False), ("everywhere", True, True)],
)
def test_a_link_says_how_far_a_key_reaches(link, column: bool, dataset: bool):
    here = DatasetKeys(MASTER, "d1")
    key = here.key("p", "a", link).reveal()
    assert (here.key("p", "b", link).reveal() == key) is column
    assert (DatasetKeys(MASTER, "d2").key("p", "a", link).reveal() == key) is dataset
    assert here.key("q", "a", link).reveal() != key


def test_no_key_shows_where_it_is_printed_logged_or_formatted(caplog):
    keys = DatasetKeys(MASTER, "d")
    key = keys.key("p", "c")
    with caplog.at_level(logging.INFO):
        logging.getLogger("t").info("%s %r %s", key, keys, f"{MASTER!r} {vars}")
    for secret in (RAW, key.reveal()):
        for shown in (secret.hex(), repr(secret)[2:-1]):
            assert shown not in caplog.text
    assert key.id in repr(key)


def test_a_key_is_not_pickled_into_a_job():
    for thing in (MASTER, MASTER.derive("p"), DatasetKeys(MASTER, "d")):
        with pytest.raises(TypeError, match="not written"):
            pickle.dumps(thing)


def test_the_id_of_a_key_is_stable_and_gives_nothing_of_it_away():
    assert MASTER.id == MasterKey.of_hex(RAW.hex()).id
    assert len(MASTER.id) == 12
    assert MASTER.id not in RAW.hex()
    assert MASTER.id != MasterKey.of(RAW[::-1]).id


@pytest.mark.parametrize("raw", [b"", b"short", b"\0" * 32, b"ab" * 16])
def test_a_weak_master_key_is_refused_with_the_remedy(raw: bytes):
    with pytest.raises(Rejected) as refused:
        MasterKey.of(raw)
    assert "openssl rand -hex 32" in refused.value.problems[0].zh
    assert "ab" * 8 not in str(refused.value)


def test_a_master_key_that_is_no_hexadecimal_is_refused_without_quoting_it():
    with pytest.raises(Rejected) as refused:
        MasterKey.of_hex("not-hex-at-all")
    assert "not-hex" not in str(refused.value)
    assert refused.value.__cause__ is None
