"""What holds on every page of ours, at desk and phone size, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .pages import SIZES, World

PAGES = {
    "home": "/",
    "home in English": "/en/",
    "search": "/dataset/",
    "search with conditions": "/dataset/?q=水库&theme=07&published_from=2020-01-01",
    "search in English": "/en/dataset/?q=水库",
    "search without an answer": "/dataset/?q=没有这样的数据啊啊啊",
    "dataset": "/dataset/{dataset}",
    "dataset in English": "/en/dataset/{dataset}",
    "provenance": "/dataset/{dataset}/provenance",
    "provenance in English": "/en/dataset/{dataset}/provenance",
    "provenance of a file": "/dataset/{dataset}/resource/{resource}/provenance",
    "version": "/dataset/{dataset}/version/1",
    "versions compared": "/dataset/{dataset}/versions/compare?before=1",
    "withdrawn dataset": "/dataset/{withdrawn}",
    "file": "/dataset/{dataset}/resource/{resource}",
    "preview": "/dataset/{dataset}/resource/{resource}/preview",
    "departments": "/organization/",
    "departments in English": "/en/organization/",
    "department": "/organization/{department}",
    "catalogue": "/catalogue/",
    "data elements": "/element/",
    "data element": "/element/{element}",
    "guide to the API": "/api-guide",
    "guide in English": "/en/api-guide",
    "catalogue of a department": "/catalogue/{catalogue}",
    "sub-catalogue": "/catalogue/{subcatalogue}",
    "standards": "/standards",
    "vocabulary": "/vocabulary/theme",
    "concept": "/vocabulary/theme/07",
    "division": "/vocabulary/division/520100",
    "index": "/openindex",
    "index in English": "/en/openindex",
    "index of a dataset": "/openindex/dataset/{dataset}",
    "index of a dataset in English": "/en/openindex/dataset/{dataset}",
    "index of a department": "/openindex/organization/{department}",
    "index of a division": "/openindex/division/520100",
    "index of a division in English": "/en/openindex/division/520100",
    "methodology of the index": "/openindex/methodology",
    "methodology of the index in English": "/en/openindex/methodology",
    "sitemap": "/sitemap",
    "about": "/about",
    "not found": "/nowhere",
    "not found in English": "/en/nowhere",
    "sign in": "/user/login",
}
every_page = pytest.mark.parametrize("name", PAGES)
# Pages that show labels in both languages side by side, or CKAN's own form.
BILINGUAL = {"standards", "vocabulary", "concept", "sign in"}


def shown(look: Any, live: World, name: str) -> Any:
    return look(PAGES[name].format(**live.names))


@every_page
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_serious_fault(look: Any, live: World, name: str, size: str):
    assert shown(look, live, name).faults[size] == []


@every_page
def test_no_request_leaves_the_site(look: Any, live: World, name: str):
    assert shown(look, live, name).foreign == []


@every_page
def test_no_page_is_wider_than_the_screen(look: Any, live: World, name: str):
    page = shown(look, live, name)
    assert all(page.widths[size] <= width for size, (width, _) in SIZES.items())


@every_page
def test_the_window_title_names_page_and_portal(look: Any, live: World, name: str):
    title = shown(look, live, name).title
    assert len(title) > 8
    assert re.search("平台|Data", title)


@pytest.mark.parametrize(
    "name", [name for name in PAGES if "English" not in name and name not in BILINGUAL]
)
def test_a_chinese_page_speaks_no_english(look: Any, live: World, name: str):
    """Two English words side by side are a sentence that nobody translated."""
    text = shown(look, live, name).text
    text = re.sub(r"curl.*|\{.*\}|[\w.]+_[\w.]+|https?://\S+|\S+@\S+", "", text)
    allowed = r"Open Government Data|govopen|WCAG 2\.1 AA|GB/T|Creative Commons.*"
    text = re.sub(allowed, "", text)
    assert re.findall(r"\b[A-Za-z]{3,} [a-z]{2,}\b", text) == []
