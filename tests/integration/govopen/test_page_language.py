"""Pages name their language so that CKAN's scripts start, and find their words."""

from __future__ import annotations

import json
import re

import pytest
from ckan.tests import factories

from .catalogue_world import act, person

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_words_that_the_scripts_ask_for_are_there(app, path):
    tag = re.search(r'<html lang="([^"]+)"', app.get(path).body)[1]
    # As CKAN's client.js writes it: the first hyphen alone becomes an underscore.
    answer = app.get(f"/api/i18n/{tag.replace('-', '_', 1)}")
    assert answer.status_code == 200
    assert isinstance(json.loads(answer.body), dict)


def test_the_scripts_speak_chinese_on_chinese_pages(app):
    words = app.get("/api/i18n/zh_CN").json
    assert words[""]["lang"] == "zh_Hans_CN"
    assert words["Cancel"][1] == "取消"


def test_an_error_page_says_once_what_is_missing(app):
    assert app.get("/dataset/there-is-none", status=404).body.count("没有找到这个数据集") == 1


def test_the_title_of_an_english_page_is_english(app, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.govopen.site_title_en", "Data of a province")
    assert "Data of a province" in re.search(r"<title>([^<]+)<", app.get("/en/").body)[1]


def test_a_user_who_was_deleted_is_not_called_withdrawn(app):
    gone = person()
    act("user_delete", id=gone)
    admin = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    page = app.get(f"/user/{gone}", headers={"Authorization": admin}).body
    assert "已删除" in page
    assert "下架" not in page
