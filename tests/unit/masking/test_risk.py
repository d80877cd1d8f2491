"""k, l and grades against counting by hand; what is proposed reaches the k demanded."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import polars as pl
import pytest
from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy.model import Action, Demand
from ckanext.masking.domain.risk import survey as survey_module
from ckanext.masking.domain.risk.demand import unmet
from ckanext.masking.domain.risk.model import MODELS, grade_of
from ckanext.masking.domain.risk.proposal import propose_steps
from ckanext.masking.domain.risk.quasi import ladder, propose
from ckanext.masking.domain.risk.suppression import Suppression
from ckanext.masking.domain.risk.survey import Survey, measure
from govopen_common.problem import Rejected
from hypothesis import given, settings
from hypothesis import strategies as st
from operator_setting import SCOPE

CELLS = st.sampled_from(["a", "b", "", None])
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=40)
COLUMNS = ["x", "y", "z"]


def frame_of(rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def groups_of(rows, width: int) -> dict[tuple, list]:
    """The oracle: rows by their first ``width`` cells, in plain Python."""
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[:width])].append(row[-1])
    return groups


@given(ROWS, st.integers(0, 2), st.integers(0, 40))
def test_k_and_l_are_what_counting_by_hand_finds(rows, width: int, cut: int):
    survey = Survey(COLUMNS[:width], ["z"])
    for part in (rows[:cut], rows[cut:]):
        survey.add(frame_of(part))
    risk = survey.risk()
    groups = groups_of(rows, width)
    sizes = [len(members) for members in groups.values()]
    assert risk.rows == len(rows)
    assert risk.groups == len(groups)
    assert risk.k == (min(sizes) if sizes else None)
    assert risk.l.get("z") == (min(len(set(m)) for m in groups.values()) if groups else None)
    for small in risk.small:
        under = [size for size in sizes if size < small.k]
        assert (small.groups, small.rows) == (len(under), sum(under))
    assert risk == measure(frame_of(rows), COLUMNS[:width], ["z"])


def test_a_null_is_a_value_and_not_an_empty_text():
    rows = [("a", "b", "1"), ("a", "b", "2"), (None, "b", "3")]
    assert measure(frame_of(rows), ["x", "y"]).k == 1
    assert measure(frame_of([("a", None, "1"), ("a", "", "2")]), ["x", "y"]).groups == 2
    assert measure(frame_of([(None, "a", "1"), ("a", None, "2")]), ["x", "y"]).groups == 2


@given(ROWS, st.integers(2, 6), st.integers(0, 40))
def test_after_suppression_every_group_has_k_rows_and_no_row_is_lost(rows, k: int, cut: int):
    survey = Survey(["x", "y"])
    survey.add(frame_of(rows))
    suppression = Suppression.of(survey, k)
    parts = [suppression.apply(frame_of(part)) for part in (rows[:cut], rows[cut:])]
    found = pl.concat(parts)
    assert found.columns == COLUMNS
    assert found["z"].to_list() == [row[2] for row in rows]
    after = measure(found, ["x", "y"]).k
    assert after is None or after >= min(k, len(rows))
    sizes = groups_of(rows, 2)
    kept = [new[:2] == old[:2] for new, old in zip(found.rows(), rows, strict=True)]
    for row, same in zip(rows, kept, strict=True):
        assert same or min(len(members) for members in sizes.values()) < k
        assert not (same and len(sizes[row[:2]]) < k)


def test_what_a_policy_demands_and_does_not_get_is_told_with_the_remedy():
    risk = measure(frame_of([("a", "b", "1")] * 4), ["x"], ["z"])
    assert unmet(Demand(4, l=1, sensitive=("z",)), risk) == []
    problems = unmet(Demand(5, l=2, sensitive=("z", "unknown")), risk)
    assert [problem.code for problem in problems] == ["k_unmet", "l_unmet"]
    assert "k is 4 and must be 5" in problems[0].en
    assert "“z”" in problems[1].zh
    assert unmet(Demand(5), measure(frame_of([]), ["x"])) == []


def test_risks_are_one_in_k_and_groups_by_rows():
    risk = measure(frame_of([("a", "b", "1")] * 4 + [("b", "b", "1")] * 2), ["x"])
    assert (risk.highest, risk.average) == (0.5, 2 / 6)
    empty = measure(frame_of([]), ["x"])
    assert (empty.k, empty.highest, empty.average) == (None, 0.0, 0.0)


def test_a_report_has_counts_and_never_a_value():
    rows = [("planted-value", "b", "planted-secret"), ("a", "b", "1")]
    report = str(measure(frame_of(rows), ["x", "y"], ["z"]).as_dict())
    assert "planted" not in report
    assert "'rows': 2" in report


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(Rejected, match="年龄"):
        measure(frame_of([]), ["x", "年龄"])


def test_a_table_with_too_many_groups_is_refused_with_a_remedy(monkeypatch):
    monkeypatch.setattr(survey_module, "MOST_GROUPS", 3)
    with pytest.raises(Rejected, match="coarser"):
        measure(frame_of([(str(n), "b", "c") for n in range(4)]), ["x"])


@pytest.mark.parametrize(
    ("direct", "quasi", "k", "grade"),
    [
        (True, True, 100, 1),
        (True, False, None, 1),
        (False, True, 1, 2),
        (False, True, 19, 2),
        (False, True, 20, 3),
        (False, True, None, 3),
        (False, False, 1, 4),
    ],
)
def test_the_grade_follows_from_identifiers_and_k(direct, quasi, k, grade):
    assert grade_of(MODELS["public"], direct=direct, quasi=quasi, k=k).number == grade


def test_models_and_grades_say_where_they_come_from_and_claim_no_conformance():
    assert {name: model.k for name, model in MODELS.items()} == {
        "public": 20,
        "controlled": 5,
        "enclave": 3,
    }
    grade = grade_of(MODELS["public"], direct=True, quasi=True, k=1)
    for said in (*(model.source for model in MODELS.values()), grade.source):
        assert said.startswith("Aligned with GB/T 42460-2023")
        assert "conform" not in said.lower()


def test_quasi_identifiers_are_proposed_by_what_columns_are():
    columns = {
        "姓名": "person_name",
        "身份证号": "resident_id",
        "性别": None,
        "出生日期": "birth_date",
        "Gender": None,
        "message": None,
        "单价": None,
        "现住址": "address",
    }
    assert propose(columns) == ("性别", "出生日期", "Gender", "现住址")
    assert len(propose({f"年龄{n}": None for n in range(30)})) == 8


@pytest.mark.parametrize(
    ("values", "operators"),
    [
        (["2001-02-03", "1999-01-01", None], ["date_part"] * 4 + ["redact"]),
        (["贵州省贵阳市南明区", "北京市"], ["region"] * 3 + ["redact"]),
        (["520102", "110101"], ["region"] * 3 + ["redact"]),
        (["1", "50", "101"], ["range"] * 4 + ["redact"]),
        (["男", "女"], ["redact"]),
        (["7", "7"], ["redact"]),
        ([None], ["redact"]),
    ],
)
def test_a_ladder_fits_what_the_column_holds(values, operators):
    steps = ladder(pl.Series("c", values, dtype=pl.String)).steps
    assert [step.operator for step in steps] == operators
    for step in steps:
        assert not registry()[step.operator].validate(step.parameters)


TABLES = st.lists(
    st.tuples(
        st.sampled_from(["男", "女", "", None]),
        st.sampled_from(["2001-02-03", "2001-02-28", "2011-05-01", "1950-01-01", "?"]),
        st.sampled_from(["520102", "520103", "110101", "11", None]),
    ),
    max_size=30,
)


def applied(frame: pl.DataFrame, steps: dict[str, Action]) -> list[tuple]:
    columns = []
    for name in COLUMNS:
        do = steps.get(name)
        given_column = frame[name]
        if do is not None:
            given_column = registry()[do.operator].bind(do.parameters, SCOPE).series(given_column)
        columns.append(given_column.to_list())
    return list(zip(*columns, strict=True))


@settings(max_examples=40)
@given(TABLES, st.integers(2, 8))
def test_what_is_proposed_reaches_k_and_no_step_is_idle(rows, k: int):
    frame = frame_of(rows)
    proposal = propose_steps(frame, COLUMNS, k)
    steps = {step.column: step.do for step in proposal.steps}
    groups = defaultdict(int)
    for row in applied(frame, steps):
        groups[row] += 1
    smallest = min(groups.values(), default=None)
    assert proposal.k == smallest
    assert proposal.reached == (not rows or len(rows) >= k)
    if proposal.reached and rows:
        assert proposal.rows_under == 0
        for left_out in steps:
            fewer = defaultdict(int)
            for row in applied(frame, {c: d for c, d in steps.items() if c != left_out}):
                fewer[row] += 1
            assert min(fewer.values()) < k


@settings(max_examples=15)
@given(TABLES.filter(lambda rows: len(rows) >= 4))
def test_the_search_finds_a_way_whenever_the_whole_lattice_has_one(rows):
    frame = frame_of(rows)
    ladders = {name: ladder(frame[name]) for name in COLUMNS}
    exists = False
    for levels in product(*(range(len(one.steps) + 1) for one in ladders.values())):
        steps = {
            name: one.steps[level - 1]
            for (name, one), level in zip(ladders.items(), levels, strict=True)
            if level
        }
        groups = defaultdict(int)
        for row in applied(frame, steps):
            groups[row] += 1
        exists = exists or min(groups.values()) >= 4
    assert propose_steps(frame, COLUMNS, 4).reached is exists is True


def test_a_proposal_is_explained_in_both_languages_without_a_value():
    rows = [("男", f"2001-01-{n % 28 + 1:02d}", "520102") for n in range(60)]
    proposal = propose_steps(frame_of(rows), COLUMNS, 20)
    assert [(step.column, step.do.operator) for step in proposal.steps] == [("y", "date_part")]
    step = proposal.steps[0]
    assert (
        step.text("zh")
        == "“y”列：把日期概化到月、季度、年或十年（date_part to: month），此后 k = 60"
    )
    assert "month" in step.text("en")
    assert "2001" not in step.text("zh") + step.text("en")


def test_nothing_is_proposed_where_k_is_reached_already():
    proposal = propose_steps(frame_of([("男", "a", "b")] * 5), COLUMNS, 5)
    assert proposal.reached
    assert proposal.steps == ()
    assert proposal.before == 5


def test_the_search_ends_at_its_bound_and_says_that_it_did_not_reach_k(monkeypatch):
    from ckanext.masking.domain.risk import proposal as proposal_module

    monkeypatch.setattr(proposal_module, "MOST_TABLES", 3)
    rows = [("男", f"{1950 + n}-01-01", f"52010{n % 4}") for n in range(60)]
    proposal = propose_steps(frame_of(rows), COLUMNS, 60)
    assert not proposal.reached
    assert proposal.rows_under == 60
    assert proposal.tables <= 10


def test_of_a_large_table_a_sample_gives_a_lower_bound(monkeypatch):
    from ckanext.masking.domain.risk import proposal as proposal_module

    rows = [("男", f"{1950 + n % 70}-01-01", "520102") for n in range(1000)]
    whole = propose_steps(frame_of(rows), COLUMNS, 20)
    monkeypatch.setattr(proposal_module, "MOST_ROWS", 20)
    part = propose_steps(frame_of(rows), COLUMNS, 20)
    assert part.reached
    assert (part.k or 0) <= (whole.k or 0) or len(part.steps) >= len(whole.steps)
