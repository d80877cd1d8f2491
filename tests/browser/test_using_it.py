"""Using the portal with the keyboard, a pointer and a phone."""

from __future__ import annotations

import re
import urllib.request

import pytest
from selenium.webdriver.common.keys import Keys

from .pages import SIZES, Browser, World

LINKS_OF_A_PAGE = 250
WHERE_THE_FOCUS_IS = """
const here = document.activeElement, box = here.closest('.go-searchbox-row') || here;
const outline = getComputedStyle(here).outlineStyle, shadow = getComputedStyle(box).boxShadow;
return {
  foot: !!here.closest('.go-footer'), name: here.outerHTML.slice(0, 120),
  ring: outline !== 'none' || shadow !== 'none',
  width: here.getBoundingClientRect().width,
};
"""


def test_the_first_stop_of_the_keyboard_skips_to_the_content(desk: Browser):
    desk.open("/")
    desk.press(Keys.TAB)
    skip = desk.focused()
    assert skip.get_attribute("href").endswith("#content")
    assert skip.rect["y"] >= 0, "the link is visible while it has the focus"
    desk.press(Keys.ENTER)
    desk.press(Keys.TAB)
    assert desk.run("return document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/", "/dataset/", "/dataset/{dataset}", "/element/"])
def test_the_keyboard_reaches_the_end_of_the_page_and_shows_where_it_is(
    desk: Browser, live: World, path: str
):
    desk.open(path.format(**live.names))
    stops = []
    while len(stops) < LINKS_OF_A_PAGE:
        desk.press(Keys.TAB)
        stops.append(desk.run(WHERE_THE_FOCUS_IS))
        if stops[-1]["foot"]:
            break
    assert 5 < len(stops) < LINKS_OF_A_PAGE
    assert [stop["name"] for stop in stops if not stop["ring"]] == [], "no focus is shown"
    assert [stop["name"] for stop in stops if not stop["width"]] == [], "the focus is unseen"


def test_suggestions_are_chosen_with_the_arrow_keys(desk: Browser, live: World):
    desk.open("/")
    box = desk.find("#go-home-search")
    box.send_keys(live.title[:5])
    desk.until(lambda: box.get_attribute("aria-expanded") == "true")
    names = [option.text.splitlines()[0] for option in desk.all("[role=option]")]
    assert live.title in names
    for _ in range(names.index(live.title) + 1):
        box.send_keys(Keys.ARROW_DOWN)
    chosen = desk.find("#" + box.get_attribute("aria-activedescendant"))
    assert chosen.get_attribute("aria-selected") == "true"
    box.send_keys(Keys.ENTER)
    desk.until(lambda: desk.path() == f"/dataset/{live.dataset}")


def test_escape_closes_the_suggestions_and_keeps_the_words(desk: Browser, live: World):
    desk.open("/")
    box = desk.find("#go-home-search")
    box.send_keys("shuiku")
    desk.until(lambda: box.get_attribute("aria-expanded") == "true")
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert not desk.find("#go-home-search-list").is_displayed()
    assert box.get_attribute("value") == "shuiku"
    box.send_keys(Keys.ENTER)
    desk.until(lambda: desk.path() == "/dataset/?q=shuiku")
    assert live.title in desk.text()


def test_a_condition_narrows_the_answer_and_its_chip_takes_it_away(desk: Browser, live: World):
    desk.open(f"/dataset/?q={live.mark}")
    count = int(desk.find(".go-resultbar strong").text)
    desk.find("a[href*='theme=06']").click()
    desk.until(lambda: "theme=06" in desk.path())
    assert int(desk.find(".go-resultbar strong").text) == 3 < count
    desk.find(".go-active a").click()
    desk.until(lambda: "theme" not in desk.path())
    assert int(desk.find(".go-resultbar strong").text) == count


def test_two_values_of_a_condition_are_alternatives(desk: Browser, live: World):
    desk.open(f"/dataset/?q={live.mark}&theme=06")
    desk.find("a[href*='theme=07']").click()
    desk.until(lambda: "theme=06&theme=07" in desk.path())
    assert int(desk.find(".go-resultbar strong").text) == 7


def test_the_pages_of_an_answer_follow_each_other(desk: Browser, live: World):
    desk.open(f"/dataset/?q={live.mark}")
    first = [title.text for title in desk.all(".go-result h3")]
    desk.find(".go-pagination a[rel=next]").click()
    desk.until(lambda: "page=2" in desk.path())
    second = [title.text for title in desk.all(".go-result h3")]
    assert first
    assert second
    assert not set(first) & set(second)


def test_what_is_hidden_is_neither_found_nor_suggested(desk: Browser, live: World):
    desk.open(f"/dataset/?q={live.hidden}")
    assert live.hidden not in [title.text for title in desk.all(".go-result h3")]
    with urllib.request.urlopen(f"{live.url}/api/govopen/suggest?q={live.mark}") as answer:
        assert live.mark not in answer.read().decode("unicode_escape").split("内部水位数据")[1:2]


def test_the_conditions_start_closed_on_a_phone_and_open_by_keyboard(phone: Browser, live: World):
    phone.open(f"/dataset/?q={live.mark}")
    assert not phone.find(".go-facet").is_displayed()
    summary = phone.find(".go-filters > summary")
    phone.run("arguments[0].focus()", summary)
    phone.press(Keys.ENTER)
    phone.until(lambda: phone.find(".go-facet").is_displayed())


def test_the_menu_of_a_phone_opens_and_escape_closes_it(phone: Browser):
    phone.open("/")
    menu = phone.find(".go-menu summary")
    menu.click()
    phone.until(lambda: phone.find(".go-menu nav a").is_displayed())
    phone.press(Keys.ESCAPE)
    phone.until(lambda: not phone.find(".go-menu nav a").is_displayed())
    assert phone.focused() == menu


def test_the_language_switch_keeps_the_page(desk: Browser, live: World):
    desk.open(f"/dataset/?q={live.mark}&theme=07")
    desk.find(".go-topbar a[hreflang=en]").click()
    desk.until(lambda: desk.path() == f"/en/dataset/?q={live.mark}&theme=07")
    assert desk.find("html").get_attribute("lang") == "en"
    assert "Agriculture and water" in desk.text()
    desk.find(".go-topbar a[hreflang^=zh]").click()
    desk.until(lambda: desk.path() == f"/dataset/?q={live.mark}&theme=07")
    assert "农业、水利" in desk.text()


def test_a_preview_opens_in_place_and_shows_the_rows_of_the_file(desk: Browser, live: World):
    desk.open(f"/dataset/{live.dataset}")
    button = desk.find("a[data-go-preview]")
    desk.run("arguments[0].focus()", button)
    desk.press(Keys.SPACE)
    desk.until(lambda: desk.all(".go-preview table"))
    assert button.get_attribute("aria-expanded") == "true"
    assert "第50水库" in desk.find(".go-preview table").text
    assert "第51水库" not in desk.find(".go-preview table").text
    desk.press(Keys.SPACE)
    desk.until(lambda: not desk.find(".go-preview").is_displayed())


def test_geojson_is_drawn_without_a_map_server(desk: Browser, live: World):
    desk.open(f"/dataset/{live.dataset}")
    desk.all("a[data-go-preview]")[1].click()
    desk.until(lambda: len(desk.all(".go-sketch circle")) == 12)


def test_an_administrator_signs_in_and_finds_the_work(desk: Browser, live: World):
    desk.sign_in()
    desk.open("/")
    desk.find(".go-account summary").click()
    words = desk.find(".go-account ul").text
    assert "登记数据集" in words
    assert "系统管理" in words
    desk.find(".go-account form button").click()
    desk.until(lambda: not desk.all(".go-account"))


@pytest.mark.parametrize(
    "path",
    [
        "/dataset/new",
        "/dataset/edit/{dataset}",
        "/dataset/import",
        "/organization/new",
        "/catalogue/submissions",
        "/catalogue/submission/{submission}",
        "/catalogue/{catalogue}/edit",
        "/catalogue/{subcatalogue}/move",
        "/catalogue/import",
        "/harvest/new",
        "/element/{element}/edit",
    ],
)
def test_the_forms_of_an_administrator_have_no_serious_fault(desk: Browser, live: World, path: str):
    desk.sign_in()
    page = desk.look(path.format(**live.names))
    desk.forget()
    assert page.faults == {"desk": [], "phone": []}
    assert page.widths["phone"] <= SIZES["phone"][0]
    assert page.foreign == []


def test_a_reviewer_with_a_phone_sends_a_catalogue_back(phone: Browser, live: World):
    phone.sign_in()
    phone.open(f"/catalogue/submission/{live.submission}")
    row = phone.find(".go-table-cards tbody tr")
    assert phone.run("return arguments[0].scrollWidth <= arguments[0].clientWidth", row)
    phone.find("#go-return-reason").send_keys("请补充库容。")
    phone.find("#go-return-reason").submit()
    phone.until(lambda: "已退回" in phone.text())
    history = phone.find(".go-steps").text
    assert "请补充库容。" in history
    assert re.search(r"\d{4}年\d+月\d+日 \d\d:\d\d", history)
    phone.open("/catalogue/submissions?state=returned")
    assert phone.find(".go-chips [aria-current]").text == "已退回"
    phone.forget()


def test_ckans_scripts_run_on_chinese_pages(desk: Browser, live: World):
    desk.sign_in()
    desk.open("/dataset/new")
    desk.until(lambda: desk.all(".select2-container"))
    assert desk.find(".select2-selection--multiple").get_attribute("aria-label") == "标签"
    desk.forget()
