"""Pages name their language so that CKAN's scripts start, and find their words."""

from __future__ import annotations

import json
import re

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories

from .catalogue_world import act, dataset, department, person

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


def test_a_page_that_asks_for_an_account_says_so_in_the_language_of_the_page_alone(app):
    page = app.get("/catalogue/import", status=403).body
    assert "查看它需要登录" in page
    assert "authenticated" not in page


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


@pytest.mark.parametrize(
    ("language", "shown"), [("zh_Hans_CN", "2026年11月23日 04:54"), ("en", "Nov 23, 2026 04:54")]
)
def test_a_moment_is_written_in_the_order_of_the_language_and_the_zone_of_the_portal(
    app, ckan_config, monkeypatch, language, shown
):
    monkeypatch.setitem(ckan_config, "ckan.display_timezone", "Asia/Shanghai")
    with app.flask_app.test_request_context("/", environ_base={"CKAN_LANG": language}):
        assert tk.h.render_datetime("2026-11-22T20:54:10.5", with_hours=True) == shown
        assert tk.h.govopen_day("2026-11-22T20:54:10.5") == shown[:-6]
        assert tk.h.govopen_day("2026-11-22") != shown[:-6]
        assert tk.h.govopen_day("soon") == "soon"


def test_pages_of_files_say_in_chinese_that_there_is_none_and_send_nobody_abroad(app):
    made = dataset(department())
    admin = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    page = app.get(f"/dataset/resources/{made['name']}", headers={"Authorization": admin}).body
    assert "该数据集还没有文件或接口" in page
    assert "facebook" not in page
