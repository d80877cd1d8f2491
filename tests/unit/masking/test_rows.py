"""Rows that come without a file are masked as the columns of their table ask."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from ckanext.masking.domain.engine import Order, plan_rows, restored, stored, survey_rows
from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from ckanext.masking.domain.policy.model import CLEAR, Action, Condition, Policy, Rule
from ckanext.masking.domain.policy.question import Reader
from ckanext.masking.domain.policy.ready import ready_made
from hypothesis import given
from hypothesis import strategies as st

ID = "11010519491231002X"
KEYS = DatasetKeys(MasterKey.of(bytes(range(32))), "d")
ROWS = [
    {"_id": n, "姓名": name, "手机号": phone, "数": n, "备注": note, "附": {"电话": phone}}
    for n, (name, phone, note) in enumerate(
        [
            ("王芳", 13912345678, "请联系 13712345678，谢谢"),
            ("李娜", 13812345679, "无"),
            ("张伟", None, f"身份证{ID}"),
        ],
        1,
    )
]
RAW = ("王芳", "李娜", "张伟", "13912345678", "13812345679", "13712345678", ID)


def rules(*pairs: tuple[Condition, Action]) -> Policy:
    made = tuple(Rule(f"r{n}", "规", "rule", when, do) for n, (when, do) in enumerate(pairs))
    return Policy("p", "1", "策", "policy", made)


def test_rows_hold_no_raw_value_and_keep_their_keys_and_types():
    plan = plan_rows(survey_rows(ROWS), ready_made("release-public"))
    rows = plan.mask(ROWS)
    told = json.dumps(rows, ensure_ascii=False)
    assert not [raw for raw in RAW if raw in told]
    assert [list(row) for row in rows] == [list(row) for row in ROWS]
    assert [(row["_id"], row["数"]) for row in rows] == [(1, 1), (2, 2), (3, 3)]
    assert (rows[0]["手机号"], rows[2]["手机号"]) == ("***", None)
    assert rows[0]["附"] == {"电话": "***"}
    assert rows[1]["备注"] == "无"
    assert ROWS[0]["姓名"] == "王芳"


def test_what_was_done_is_told_by_counts():
    plan = plan_rows(survey_rows(ROWS), ready_made("release-public"))
    plan.mask(ROWS)
    told = plan.told()
    columns = {one["name"]: one for one in told["columns"]}
    assert (columns["姓名"]["masked"], columns["备注"]["masked"], told["rows"]) == (3, 2, 3)
    assert not [raw for raw in RAW if raw in json.dumps(told, ensure_ascii=False)]


def test_of_a_column_that_the_plan_does_not_know_nothing_is_shown():
    plan = plan_rows(survey_rows(ROWS), ready_made("release-public"))
    more = [{"_id": 4, "姓名": "赵敏", "新列": "x", "另": None, "三": 5}]
    assert plan.missing(more) == ("新列", "另", "三")
    row = {"_id": 4, "姓名": "***", "新列": "***", "另": None, "三": "***"}
    assert plan.mask(more) == [row]


def test_what_more_rows_hold_is_added_to_what_is_known():
    known = survey_rows([{"备注": "无"}] * 5, columns=("备注", "姓名"))
    more = [{"姓名": "王芳", "备注": "致电 13712345678"}]
    found = survey_rows(more, known=known)
    assert found.rows == {"rows": 6}
    (row,) = plan_rows(found, ready_made("release-public")).mask(more)
    assert row == {"姓名": "***", "备注": "致电 ***"}


def test_a_stored_survey_gives_the_same_plan():
    found = survey_rows(ROWS)
    again = restored(json.loads(json.dumps(stored(found))))
    assert again == found


def test_what_a_reader_may_see_depends_on_the_reader():
    policy = rules(
        (Condition(detectors=frozenset({"mobile"}), roles=frozenset({"clerk"})), CLEAR),
        (Condition(detectors=frozenset({"mobile"})), Action("partial", {"suffix": 4})),
    )
    found = survey_rows(ROWS)
    clerk = plan_rows(found, policy, Order(reader=Reader(frozenset({"clerk"}))))
    assert clerk.mask(ROWS)[0]["手机号"] == 13912345678
    assert plan_rows(found, policy).mask(ROWS)[0]["手机号"] == "*******5678"


def test_masks_that_need_a_whole_column_show_nothing_of_a_batch():
    rows = [{"县": f"县{n % 3}", "区": "甲"} for n in range(60)]
    policy = rules(
        (Condition(columns=("县",)), Action("shuffle")),
        (Condition(columns=("区",)), Action("suppress", {"k": 2})),
    )
    masked = plan_rows(survey_rows(rows), policy, Order(keys=KEYS)).mask(rows)
    assert {tuple(row.values()) for row in masked} == {("***", "***")}


def test_dates_of_a_subject_move_alike_in_any_batch():
    rows = [{"日期": date(2020, 1, 10 * n), "人": "甲"} for n in (1, 2)]
    policy = rules((Condition(columns=("日期",)), Action("date_shift", {"subject": "人"})))
    plan = plan_rows(survey_rows(rows), policy, Order(keys=KEYS))
    days = [date.fromisoformat(plan.mask([row])[0]["日期"]) for row in rows]
    assert (days[1] - days[0]).days == 10
    assert days[0] != date(2020, 1, 10)


VALUES = st.none() | st.text("王芳1395x ", max_size=12) | st.integers() | st.booleans()
RECORDS = st.lists(st.dictionaries(st.sampled_from(["姓名", "手机号", "n"]), VALUES), max_size=3)


@given(RECORDS, st.floats(), st.decimals())
def test_any_batch_is_masked_the_same_whether_alone_or_with_others(
    batch: list[dict], number: float, decimal: Decimal
):
    batch = [*batch, {"手机号": number, "姓名": [decimal, 1]}]
    base = [{"姓名": "王芳", "手机号": 13912345678, "n": Decimal("1.5")}] * 3
    policy = rules((Condition(columns=("姓名", "手机号")), Action("hmac_sha256")))
    plan = plan_rows(survey_rows(base), policy, Order(keys=KEYS))
    together = plan.mask(batch)
    assert repr(together) == repr([plan.mask([row])[0] for row in batch])
