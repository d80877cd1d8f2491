"""The forms as an administrator edits them: complete, bilingual, and known to the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckanext.govopen.domain.rules import lengths, membership, required

SCHEMAS = Path(str(files("govopen_schemas")))
DATASET = yaml.safe_load((SCHEMAS / "dataset.yaml").read_text("utf-8"))
DEPARTMENT = yaml.safe_load((SCHEMAS / "organization.yaml").read_text("utf-8"))
PRESETS = json.loads((SCHEMAS / "presets.json").read_text("utf-8"))["presets"]
LANGUAGES = {"zh_Hans_CN", "en"}
# Items 1 to 13 of the 2017 guide and its census.
GUIDE = {
    "subcatalogue", "title", "res_code", "owner_org", "provider_unit", "provider_uscc", "notes",
    "format_class", "format_type", "format_other", "elements", "share_type", "share_condition",
    "no_share_basis", "share_mode_class", "share_mode_type", "open_type", "open_condition",
    "update_cycle", "pub_date", "related_codes", "total_storage", "total_records", "shared_storage",
    "shared_records", "opened_storage", "opened_records",
}  # fmt: skip


def fields(listed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in listed:
        yield field
        yield from fields(field.get("repeating_subfields", []))


ALL = [
    *fields(DATASET["dataset_fields"]),
    *fields(DATASET["resource_fields"]),
    *DEPARTMENT["fields"],
]
TOP = {field["field_name"]: field for field in DATASET["dataset_fields"]}
ELEMENTS = TOP["elements"]["repeating_subfields"]


def test_every_item_of_the_guide_is_a_field():
    assert set(TOP) >= GUIDE


@pytest.mark.parametrize("field", ALL, ids=lambda field: field["field_name"])
def test_every_label_and_help_is_in_both_languages(field: dict[str, Any]):
    assert set(field["label"]) == LANGUAGES
    for key in ("help_text", "repeating_label", "upload_label"):
        assert set(field.get(key, LANGUAGES)) == LANGUAGES


@pytest.mark.parametrize("field", ALL, ids=lambda field: field["field_name"])
def test_every_choice_has_a_vocabulary_and_every_preset_is_known(field: dict[str, Any]):
    if field.get("preset") == "govopen_choice":
        assert (SCHEMAS / "vocabularies" / f"{field['vocabulary']}.yaml").is_file()
    if str(field.get("preset", "")).startswith("govopen_"):
        assert field["preset"] in {preset["preset_name"] for preset in PRESETS}


def test_fields_of_one_part_of_the_form_stand_together_in_the_order_of_the_parts():
    shown = [field for field in DATASET["dataset_fields"] if field.get("form_group")]
    order = list(dict.fromkeys(field["form_group"] for field in shown))
    assert order == [group["name"] for group in DATASET["form_groups"]]
    assert [field["form_group"] for field in shown] == sorted(
        (field["form_group"] for field in shown), key=order.index
    )


def test_a_field_without_a_part_is_not_in_the_form():
    for field in DATASET["dataset_fields"]:
        if "form_group" not in field:
            assert "form_snippet" in field
            assert field["form_snippet"] is None


def test_rules_speak_of_fields_that_exist():
    assert set(TOP) >= {
        *lengths.LIMITS,
        *membership.FIELDS,
        *required.REQUIRED,
        *required.ASKED_FOR,
    }
    elements = {field["field_name"] for field in ELEMENTS}
    assert elements >= {*lengths.ELEMENT_LIMITS, *membership.ELEMENT_FIELDS}


def test_no_row_of_elements_stops_a_form_before_its_blank_rows_are_taken_out():
    presets = {preset["preset_name"]: preset["values"] for preset in PRESETS}
    for field in ELEMENTS:
        validators = field.get("validators") or presets[field["preset"]]["validators"]
        assert validators.startswith("ignore_empty ")
    assert TOP["elements"]["form_blanks"] == 0


def test_every_column_of_elements_has_a_widget_for_scheming_cannot_leave_one_out():
    assert all(field.get("form_snippet", "") is not None for field in ELEMENTS)
