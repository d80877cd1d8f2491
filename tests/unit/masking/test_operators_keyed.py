"""Keyed operators: pseudonyms, format-preserving encryption, noise, date shifts."""

from __future__ import annotations

import hmac
import re
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators import Scope
from ckanext.masking.domain.operators._digest import hmac_sha256, hmac_sm3
from ckanext.masking.domain.operators.base import is_blank
from ckanext.masking.domain.operators.date_shift import DateShiftMask
from ckanext.masking.domain.operators.fpe import FpeMask
from fastfpe import ff1
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from operator_setting import ELSEWHERE, SCOPE, bind
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

DIGITS = st.text("0123456789", min_size=6, max_size=19)
OTHER_COLUMN = Scope(SCOPE.keys, "other", SCOPE.today)
HMACS = ["hmac_sha256", "hmac_sm3"]


@given(st.binary(min_size=32, max_size=32), st.text(max_size=80))
def test_the_digests_are_hmac_under_the_text_of_the_key(raw: bytes, message: str):
    key, text = Key.of(raw), message.encode()
    assert hmac_sha256(key)(text) == hmac.digest(raw.hex().encode(), text, "sha256")
    assert hmac_sm3(key)(text) == hmac.digest(raw.hex().encode(), text, "sm3")


def test_a_pseudonym_in_a_column_does_not_show_its_key_in_the_expression():
    mask = bind("hmac_sha256")
    expr = mask.expr("c")
    assert expr is not None
    secret = SCOPE.keys.key("operator/hmac_sha256", "col").text if SCOPE.keys else ""
    plan = pl.LazyFrame({"c": ["x"]}).select(expr).explain()
    assert secret not in f"{expr!r} {expr} {plan}"


@pytest.mark.parametrize("name", HMACS)
def test_a_pseudonym_links_within_a_dataset_and_nowhere_else(name: str):
    value = "11010519491231002X"
    here = bind(name).apply(value)
    assert here is not None
    assert len(here) == 21
    assert here.startswith("P")
    assert bind(name, OTHER_COLUMN).apply(value) == here
    assert bind(name, ELSEWHERE).apply(value) != here
    assert bind(name, OTHER_COLUMN, link="column").apply(value) != bind(name, link="column").apply(
        value
    )
    assert bind(name, ELSEWHERE, link="everywhere").apply(value) == bind(
        name, link="everywhere"
    ).apply(value)


def test_the_two_algorithms_give_different_pseudonyms():
    assert bind("hmac_sha256").apply("x") != bind("hmac_sm3").apply("x")


@pytest.mark.parametrize(
    "typed",
    ["１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002x", "110105-19491231-002X\u200b"],
)
def test_one_number_is_one_pseudonym_however_it_was_typed(typed: str):
    value = "11010519491231002X"
    assert bind("hmac_sha256").apply(typed) == bind("hmac_sha256").apply(value)
    assert bind("hmac_sha256", exact=True).apply(typed) != bind("hmac_sha256", exact=True).apply(
        value
    )


@settings(max_examples=50)
@given(st.lists(st.text(min_size=3, max_size=12), min_size=2, max_size=20, unique=True))
def test_different_values_have_different_pseudonyms_that_hold_nothing_of_them(values):
    masks = bind("hmac_sha256", exact=True)
    kept = [v for v in values if not is_blank(v)]
    found = masks.series(pl.Series("c", values)).to_list()
    assert len({masks.apply(v) for v in kept}) == len(set(kept))
    for value, masked in zip(values, found, strict=True):
        hexadecimal = set(value.lower()) <= set("p0123456789abcdef")
        assert hexadecimal or is_blank(value) or value not in (masked or "")


# NIST SP 800-38G, FF1 samples 1, 2, 3 (AES-128), 4 (AES-192) and 7 (AES-256).
K128 = "2B7E151628AED2A6ABF7158809CF4F3C"
K192 = f"{K128}EF4359D8D580AA4F"
K256 = f"{K192}7F036D6F04FC6A94"
ALNUM = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("key", "tweak", "alphabet", "plain", "cipher"),
    [
        (K128, "", ALNUM[:10], "0123456789", "2433477484"),
        (K128, "39383736353433323130", ALNUM[:10], "0123456789", "6124200773"),
        (K128, "3737373770717273373737", ALNUM, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
        (K192, "", ALNUM[:10], "0123456789", "2830668132"),
        (K256, "", ALNUM[:10], "0123456789", "6657667009"),
    ],
)
def test_ff1_gives_the_values_that_nist_published(key, tweak, alphabet, plain, cipher):
    assert ff1.encrypt(key, tweak, alphabet, plain) == cipher
    assert ff1.decrypt(key, tweak, alphabet, cipher) == plain


def fpe(scope: Scope = SCOPE, **parameters) -> FpeMask:
    mask = bind("fpe", scope, **parameters)
    assert isinstance(mask, FpeMask)
    return mask


@given(DIGITS, st.integers(0, 6))
def test_encrypted_digits_keep_their_form_and_can_be_turned_back(value: str, prefix: int):
    mask = fpe(prefix=prefix)
    masked = mask.apply(value)
    if len(value) - prefix < 6:
        assert masked == "***"
    else:
        assert masked is not None
        assert masked.isdigit()
        assert len(masked) == len(value)
        assert masked[:prefix] == value[:prefix]
        assert mask.reverse(masked) == value


@given(DIGITS)
def test_two_datasets_encrypt_differently(value: str):
    assume(len(value) > 12)
    assert fpe().apply(value) != fpe(ELSEWHERE).apply(value)


def test_separators_stay_where_they_were():
    masked = fpe(prefix=3).apply("138 0013-8000")
    assert masked is not None
    assert [masked[n] for n in (3, 8)] == [" ", "-"]
    assert masked.startswith("138")
    assert fpe(prefix=3).apply("１３８ 0013-8000") == masked


@pytest.mark.parametrize("value", ["12345", "1-2-3-4-5", "张三1234567", "12a45678", "1" * 65])
def test_what_cannot_be_encrypted_is_redacted_not_passed(value: str):
    assert fpe().apply(value) == "***"
    assert fpe(otherwise="null").apply(value) is None


@given(st.integers(0, 10**17 - 1))
def test_an_encrypted_id_number_has_a_valid_check_digit_and_can_be_turned_back(number: int):
    body = f"{number:017d}"
    value = body + mod_11_2.calc_check_digit(body)
    mask = fpe(check="gb11643")
    masked = mask.apply(value)
    assert masked is not None
    assert mod_11_2.is_valid(masked)
    assert mask.reverse(masked) == value


@given(st.integers(10**15, 10**18 - 1))
def test_an_encrypted_bank_card_keeps_its_bin_and_passes_luhn(number: int):
    value = f"{number}{luhn.calc_check_digit(str(number))}"
    masked = fpe(check="luhn", prefix=6).apply(value)
    assert masked is not None
    assert luhn.is_valid(masked)
    assert masked[:6] == value[:6]


@pytest.mark.parametrize("value", ["110105194912310020", "11010519491231002", "130503670401001"])
def test_an_id_number_with_a_wrong_check_digit_is_redacted(value: str):
    assert fpe(check="gb11643").apply(value) == "***"


NUMBERS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(str)


@given(NUMBERS, st.integers(1, 50))
def test_noise_is_bounded_never_none_and_the_same_each_time(value: str, percent: int):
    mask = bind("noise", percent=percent)
    masked = mask.apply(value)
    assert masked is not None
    change = abs(Decimal(masked) - Decimal(value))
    assert Decimal("0.01") <= change <= max(abs(Decimal(value)) * percent / 100, Decimal("0.01"))
    assert masked == bind("noise", percent=percent).apply(value)
    assert len(masked.partition(".")[2]) == 2


@given(st.integers(0, 5))
def test_noise_makes_no_negative_number_of_one_that_is_none(value: int):
    masked = bind("noise", amount=100).apply(str(value))
    assert masked is not None
    assert 0 <= int(masked) <= value + 100
    assert int(masked) != value


def test_noise_on_a_subject_cannot_be_averaged_over_its_values():
    mask = bind("noise", amount=10, subject="id")
    changes = {int(mask.apply(str(v), "s1") or "0") - v for v in range(100, 200)}
    assert len(changes) == 1
    others = {int(mask.apply("100", f"s{n}") or "0") - 100 for n in range(50)}
    assert len(others) > 5
    assert mask.apply("100", None) == "***"


def test_noise_differs_between_columns_and_datasets():
    values = [str(v) for v in range(1000, 1050)]
    here = [bind("noise", amount=500).apply(v) for v in values]
    for scope in (ELSEWHERE, OTHER_COLUMN):
        assert [bind("noise", scope, amount=500).apply(v) for v in values] != here


@pytest.mark.parametrize(("value", "form"), [("1,234.50", ","), ("￥100", "¥"), ("12.5%", "%")])
def test_a_noisy_number_is_written_as_it_was(value: str, form: str):
    assert form in (bind("noise", percent=10).apply(value) or "")


@pytest.mark.parametrize("value", ["abc", "1E99999", "1" * 70, "NaN", "inf", "0x10", "1,23", "٣٤"])
def test_what_is_no_number_gets_no_noise_but_is_redacted(value: str):
    assert bind("noise", percent=10).apply(value) == "***"


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(st.lists(DAYS, min_size=2, max_size=5), st.text("abc123", min_size=1, max_size=4))
def test_a_date_shift_keeps_the_intervals_of_a_subject(days: list[date], subject: str):
    mask = bind("date_shift", subject="id", days=30)
    found = [date.fromisoformat(mask.apply(day.isoformat(), subject) or "") for day in days]
    moved = {new - old for new, old in zip(found, days, strict=True)}
    assert len(moved) == 1
    assert 1 <= abs(moved.pop().days) <= 30


def test_subjects_are_shifted_apart_over_the_whole_range_and_never_by_nothing():
    mask = bind("date_shift", subject="id", days=7)
    assert isinstance(mask, DateShiftMask)
    assert {mask.shift(f"s{n}") for n in range(500)} == {*range(-7, 0), *range(1, 8)}


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("2024-03-05 08:30:00", r"\d{4}-\d\d-\d\d 08:30:00"),
        ("2024年3月5日 8时30分", r"\d{4}年\d{1,2}月\d{1,2}日 8时30分"),
        ("2024/3/5", r"\d{4}/\d{1,2}/\d{1,2}"),
        ("20240305", r"\d{8}"),
    ],
)
def test_a_shifted_date_is_written_as_it_was(value: str, masked: str):
    found = bind("date_shift", subject="id").apply(value, "s")
    assert found is not None
    assert re.fullmatch(masked, found)
    assert found != value


@pytest.mark.parametrize("value", ["2024-02-30", "03/05/2024", "昨天", "0001-01-02", "2024-03"])
def test_what_is_no_date_or_leaves_the_calendar_is_redacted(value: str):
    masks = {bind("date_shift", subject="id", days=3650).apply(value, f"s{n}") for n in range(30)}
    assert "***" in masks
    assert value not in masks


def test_a_date_whose_subject_is_not_known_is_redacted():
    mask = bind("date_shift", subject="id")
    assert mask.subject_column == "id"
    assert [mask.apply("2024-03-05", s) for s in (None, "", " ")] == ["***"] * 3
    assert mask.series(pl.Series("d", ["2024-03-05"])).to_list() == ["***"]
