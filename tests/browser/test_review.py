"""A reviewer decides on a file in a browser: sees, chooses, previews, approves."""

from __future__ import annotations

import re
import urllib.request

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from .pages import SIZES, Browser, World


def opened(browser: Browser, live: World) -> Browser:
    browser.sign_in()
    return browser.open(f"/masking/review/{live.review}")


def cells(browser: Browser, kind: str) -> list[str]:
    found = browser.run(
        "return [...document.querySelectorAll(arguments[0])].map(x => x.lastChild.textContent)",
        f".masking-sample {kind}",
    )
    return [text.strip() for text in found]


def test_the_list_leads_to_the_file_and_both_sides_are_seen(desk: Browser, live: World):
    desk.sign_in()
    desk.open("/masking/review")
    while not desk.all(f"a[href$='{live.review}']"):
        desk.find(".pagination li:last-child a").click()
    desk.find(f"a[href$='{live.review}']").click()
    desk.until(lambda: desk.all(".masking-sample del"))
    assert "王芳" in cells(desk, "del")
    assert set(cells(desk, "ins")) == {"***"}
    assert "请查看" in desk.find(".masking-asks").text


def test_a_preview_shows_what_a_choice_would_do_and_decides_nothing(desk: Browser, live: World):
    opened(desk, live)
    Select(desk.find("#column-0-2")).select_by_value("ends")
    desk.find("button[value=preview]").click()
    desk.until(lambda: desk.all("[role=status]"))
    assert any(re.fullmatch(r"138\*{4}\d{4}", cell) for cell in cells(desk, "ins"))
    assert Select(desk.find("#column-0-2")).first_selected_option.get_attribute("value") == "ends"
    desk.open(f"/masking/review/{live.review}")
    assert desk.all("button[value=approve]")


def test_publishing_it_as_it_is_without_a_reason_is_stopped_at_the_field(
    desk: Browser, live: World
):
    opened(desk, live)
    Select(desk.find("#column-0-1")).select_by_value("clear")
    desk.find("button[value=approve]").click()
    desk.until(lambda: desk.all(".alert-danger"))
    assert "理由" in desk.text() or "说明" in desk.find(".alert-danger").text
    assert Select(desk.find("#column-0-1")).first_selected_option.get_attribute("value") == "clear"


def test_the_page_fits_both_sizes_and_axe_finds_no_serious_fault(desk: Browser, live: World):
    desk.sign_in()
    for path in (f"/masking/review/{live.review}", "/masking/review", "/en/masking/review"):
        seen = desk.look(path)
        for size, (width, _) in SIZES.items():
            assert seen.faults[size] == []
            assert seen.widths[size] <= width
        assert seen.foreign == []


def test_it_is_sent_back_by_keyboard_alone_and_the_page_of_the_file_says_why(
    desk: Browser, live: World
):
    desk.sign_in()
    page = f"/dataset/{live.doubtful}/resource/{live.second_file}"
    desk.open(page)
    assert desk.all(".masking-own button[value=retry]")
    assert not desk.find(".masking-own button[value=discard]").is_displayed()
    desk.open(f"/masking/review/{live.second}")
    desk.find("#masking-reason").send_keys("请去掉备注列")
    desk.press(Keys.TAB, Keys.TAB, Keys.TAB)
    assert desk.focused().get_attribute("value") == "return"
    desk.press(Keys.ENTER)
    desk.until(lambda: desk.path().endswith("/masking/review"))
    desk.open(page)
    assert "请去掉备注列" in desk.find(".masking-progress").text
    desk.find(".masking-progress a.btn-primary").click()
    desk.until(lambda: "/edit" in desk.path())


def test_nobody_who_is_not_signed_in_sees_a_name_of_it(live: World):
    page = f"{live.url}/dataset/{live.doubtful}"
    with urllib.request.urlopen(page, timeout=30) as answer:
        text = answer.read().decode()
    assert "王芳" not in text
    assert "138123400" not in text
