"""Departments of harvested records, and why one cannot be made."""

from __future__ import annotations

import pytest
from ckan import model
from ckanext.govopen.harvest.departments import Departments, Wanted
from ckanext.govopen.harvest.settings import SourceSettings
from govopen_common.problem import Problem

from .catalogue_world import department, person, unique

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture
def departments() -> Departments:
    return Departments(SourceSettings("guizhou"), person())


def test_a_department_that_is_missing_is_made_once(departments: Departments):
    wanted = Wanted(unique("河务局"))
    departments.ensure({wanted})
    made = departments.find(wanted)
    departments.ensure({wanted})
    assert departments.find(wanted) == made
    assert model.Group.get(made).title == wanted.name


def test_a_department_is_found_by_its_short_name(departments: Departments):
    short = unique("水务")
    there = department(short_names=short)
    assert departments.find(Wanted(short)) == there["id"]


def test_a_department_that_cannot_be_made_is_told_of_in_both_languages(departments: Departments):
    wanted = Wanted(unique("河务局"), uscc="12345")
    departments.ensure({wanted})
    found = departments.find(wanted)
    assert isinstance(found, Problem)
    reason_zh, reason_en = found.zh.partition("：")[2], found.en.partition(": ")[2]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in reason_zh)
    assert reason_en.isascii(), reason_en
    assert not model.Session.query(model.Group).filter_by(title=wanted.name).count()
