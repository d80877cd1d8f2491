"""What holds for every operator there is."""

from __future__ import annotations

import govopen_common.registry as shared
import polars as pl
import pytest
from ckanext.masking.domain.operators import Scope, registry
from ckanext.masking.domain.operators.base import BLANK, Operator
from govopen_common.problem import Rejected
from hypothesis import example, given, settings
from hypothesis import strategies as st
from operator_setting import SCOPE

# One set of valid parameters for each; a new operator fails here until it is given its own.
PARAMETERS = {
    "age_band": {},
    "clear": {},
    "date_part": {"to": "quarter"},
    "date_shift": {"subject": "id"},
    "fpe": {},
    "grid": {},
    "hmac_sha256": {},
    "hmac_sm3": {},
    "noise": {"percent": 10},
    "null": {},
    "partial": {"prefix": 3, "suffix": 4},
    "range": {"step": 100},
    "redact": {},
    "region": {"to": "city"},
    "replace": {"table": {"甲": "A"}},
    "shuffle": {},
    "suppress": {"k": 2},
}
NEVER_KEEPS = sorted(set(PARAMETERS) - {"clear", "shuffle"})
SPECIMENS = st.sampled_from(
    [
        *(
            "11010519491231002X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "130503670401001",
            "13800138000",
        ),
        *(
            "138 0013 8000",
            "2024-03-05",
            "2024年3月5日 08:30",
            "20240305",
            "1999/1/9",
            "35",
            "35岁",
        ),
        *(
            "1,234.50",
            "-3",
            "1E5",
            "￥100",
            "贵州省贵阳市南明区中华路1号",
            "520102",
            "北京市朝阳区",
        ),
        *("116.397128,39.916527", "POINT (116.397128 39.916527)", "张三", "欧阳娜娜", "a@b.cn"),
        *('{"type":"Point","coordinates":[106.7,26.6]}', "ǆß½ﬁ", "👨‍👩‍👧", "é", "甲", "***"),
    ]
)
BLANKS = st.text(st.sampled_from(BLANK), max_size=3)
VALUES = st.one_of(
    st.none(),
    BLANKS,
    SPECIMENS,
    st.text(max_size=12),
    st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    st.builds(lambda a, b, c: a + b + c, BLANKS, SPECIMENS, BLANKS),
)


def mask_of(name: str):
    return registry()[name].bind(PARAMETERS[name], SCOPE)


def test_every_operator_is_tried_here():
    assert set(registry()) == set(PARAMETERS)


@pytest.mark.parametrize("operator", registry().values(), ids=list(registry()))
def test_an_operator_says_what_it_does_in_both_languages(operator: Operator):
    assert any("\u4e00" <= char <= "\u9fff" for char in operator.zh)
    assert operator.en.isascii()
    for parameter in operator.parameters.values():
        assert parameter.zh
        assert parameter.en


@pytest.mark.parametrize("name", sorted(set(PARAMETERS) - {"shuffle"}))
@settings(max_examples=40)
@given(values=st.lists(VALUES, max_size=12), repeated=st.booleans())
@example(values=["1", None, "", " ", "1"], repeated=False)
def test_a_column_is_masked_as_its_values_are_one_by_one(name: str, values, repeated: bool):
    values = [*values, *values, *values] if repeated else values
    series = pl.Series("列", values, dtype=pl.String)
    subjects = [None if n % 5 == 4 else f"s{n % 3}" for n in range(len(values))]
    mask = mask_of(name)
    mask.survey(series)
    found = mask.series(series, pl.Series(subjects, dtype=pl.String))
    assert found.to_list() == [mask.apply(v, s) for v, s in zip(values, subjects, strict=True)]
    assert found.name == "列"
    assert found.dtype == pl.String


@pytest.mark.parametrize("name", sorted(PARAMETERS))
@settings(max_examples=10)
@given(value=st.one_of(st.none(), BLANKS))
def test_null_and_blank_values_stay_what_they_were(name: str, value: str | None):
    assert mask_of(name).apply(value, "s") == value


@pytest.mark.parametrize("name", NEVER_KEEPS)
@settings(max_examples=30)
@given(value=SPECIMENS)
def test_the_same_value_is_masked_alike_each_time(name: str, value: str):
    assert mask_of(name).apply(value, "s") == mask_of(name).apply(value, "s")


@pytest.mark.parametrize("name", ["redact", "null", "clear", "hmac_sha256"])
@settings(max_examples=30)
@given(value=VALUES)
def test_redacting_twice_changes_nothing_more(name: str, value: str | None):
    mask = mask_of(name)
    once = mask.apply(value)
    if name != "hmac_sha256":
        assert mask.apply(once) == once
    else:
        assert mask.apply(value) == once


@pytest.mark.parametrize("name", NEVER_KEEPS)
@settings(max_examples=30)
@given(before=st.text("甲乙 a1", max_size=5), after=st.text("甲乙 a1", max_size=5), value=SPECIMENS)
def test_in_free_text_only_the_found_part_changes(name: str, before: str, after: str, value: str):
    mask = mask_of(name)
    text = before + value + after
    span = (len(before), len(before) + len(value))
    assert mask.spans(text, [span], "s") == before + (mask.apply(value, "s") or "") + after


def test_spans_that_overlap_are_masked_as_one():
    mask = mask_of("redact")
    assert mask.spans("abcdefgh", [(4, 6), (1, 3), (2, 5)]) == "a***gh"
    assert mask.spans("abcd", [(0, 2), (2, 4)]) == "******"


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="outside"):
        mask_of("redact").spans("abc", [(2, 4)])


@pytest.mark.parametrize("name", [n for n, o in registry().items() if o.keyed])
def test_a_keyed_operator_without_a_key_is_refused_and_says_what_to_do(name: str):
    with pytest.raises(Rejected) as refused:
        registry()[name].bind(PARAMETERS[name], Scope())
    problem = refused.value.problems[0]
    assert problem.code == "key_missing"
    assert "主密钥" in problem.zh
    assert "redact" in problem.en


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_a_parameter_that_is_not_known_is_named(name: str):
    problems = registry()[name].validate({**PARAMETERS[name], "prefixx": 1}, "rules[0].do")
    assert [problem.field for problem in problems] == ["rules[0].do.prefixx"]
    assert problems[0].zh != problems[0].en


@pytest.mark.parametrize(
    ("name", "parameters", "field"),
    [
        ("partial", {"prefix": -1}, "do.prefix"),
        ("partial", {"prefix": True}, "do.prefix"),
        ("partial", {"prefix": 1.5}, "do.prefix"),
        ("partial", {"fill": "字"}, "do.fill"),
        ("partial", {"fill": ""}, "do.fill"),
        ("partial", {"hide": 0}, "do.hide"),
        ("redact", {"mark": ""}, "do.mark"),
        ("redact", {"mark": "x" * 300}, "do.mark"),
        ("replace", {}, "do.text"),
        ("replace", {"text": "x", "table": {"a": "b"}}, "do.text"),
        ("replace", {"table": {"a": 1}}, "do.table"),
        ("replace", {"table": {}}, "do.table"),
        ("hmac_sha256", {"length": 8}, "do.length"),
        ("hmac_sha256", {"prefix": "1"}, "do.prefix"),
        ("hmac_sha256", {"link": "all"}, "do.link"),
        ("fpe", {"check": "gb11643", "alphabet": "letters_digits"}, "do.alphabet"),
        ("noise", {}, "do.amount"),
        ("noise", {"amount": 1, "percent": 1}, "do.amount"),
        ("noise", {"amount": float("nan")}, "do.amount"),
        ("noise", {"amount": -1}, "do.amount"),
        ("range", {"bounds": [3, 2]}, "do.bounds"),
        ("range", {"step": 0}, "do.step"),
        ("date_part", {}, "do.to"),
        ("date_part", {"to": "week"}, "do.to"),
        ("date_shift", {}, "do.subject"),
        ("age_band", {"on": "2026-2-30"}, "do.on"),
        ("region", {"to": "street"}, "do.to"),
        ("suppress", {"k": 1}, "do.k"),
    ],
)
def test_a_bad_parameter_is_refused_by_its_name(name: str, parameters, field: str):
    operator = registry()[name]
    problems = operator.validate(parameters)
    assert [problem.field for problem in problems] == [field]
    with pytest.raises(Rejected):
        operator.bind(parameters, SCOPE)


def test_no_operator_is_left_out_of_the_registry_by_one_that_cannot_be_loaded(monkeypatch):

    class Broken:
        name = "broken"

        def load(self):
            raise RuntimeError("no such library")

    class Taken:
        name = "redact"

        def load(self):
            return type(registry()["redact"])

    monkeypatch.setattr(shared, "entry_points", lambda group: [Broken(), Taken()])
    assert set(registry.__wrapped__()) == set(PARAMETERS)


def test_an_operator_of_another_distribution_is_found_by_its_entry_point(monkeypatch):
    from ckanext.masking.domain.operators.redact import Redact

    class Stars(Redact):
        name = "stars"

    class Entry:
        name = "stars"

        def load(self):
            return Stars

    asked: list[str] = []
    monkeypatch.setattr(shared, "entry_points", lambda group: asked.append(group) or [Entry()])
    assert isinstance(registry.__wrapped__()["stars"], Stars)
    assert asked == ["ckanext.masking.operators"]
