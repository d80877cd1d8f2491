"""What a reviewer may choose, and what it would make of the sample."""

from __future__ import annotations

from datetime import date

import pytest
from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy.model import Action
from ckanext.masking.domain.review.choices import CHOICES, check, choice_of, offered
from ckanext.masking.domain.review.preview import preview

KEYS = DatasetKeys(MasterKey.of(bytes(range(32))), "d")
SAMPLE = {
    "tables": [
        {
            "table": "table",
            "columns": [{"place": 0, "name": "编号"}, {"place": 4, "name": "电话"}],
            "rows": [
                {"number": 1, "before": ["1", "13912345678"], "after": ["1", "***"]},
                {"number": 9, "before": ["9", None], "after": ["9", None]},
            ],
        }
    ]
}


@pytest.mark.parametrize("choice", [one for one in CHOICES if one.action], ids=lambda c: c.id)
def test_each_choice_is_something_its_operator_can_do(choice):
    assert check(choice.action.operator, choice.action.parameters, "columns") == []
    made = preview(SAMPLE, {("table", 4): choice.action}, KEYS, date(2026, 1, 31))
    assert made["tables"][0]["rows"][1]["after"] == ["9", None]
    assert choice_of(choice.action.operator, choice.action.parameters) == choice.id


def test_another_operator_changes_its_column_and_no_other():
    made = preview(SAMPLE, {("table", 4): Action("partial", {"prefix": 3, "suffix": 4})})
    assert made["tables"][0]["rows"][0]["after"] == ["1", "139****5678"]
    assert SAMPLE["tables"][0]["rows"][0]["after"] == ["1", "***"]


def test_choices_that_need_a_key_are_offered_where_there_is_one():
    keyed = {one.id for one in offered(keyed=True)} - {one.id for one in offered(keyed=False)}
    assert keyed == {"pseudonym"}
    assert registry()["hmac_sha256"].keyed


def test_an_unknown_operator_and_a_wrong_parameter_are_named():
    assert check("nothing", {}, "columns[0]")[0].code == "operator_unknown"
    assert check("partial", {"prefix": "x"}, "columns[0]")[0].field == "columns[0].prefix"
