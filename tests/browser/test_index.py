"""The charts of the openness index: each is drawn from its table, and leads back to it."""

from __future__ import annotations

import pytest

from .pages import Browser

CATCH = "HTMLAnchorElement.prototype.click = function () { window.caught = this; }"


@pytest.mark.parametrize("kind", ["radar", "curve"])
def test_a_chart_is_drawn_and_its_table_is_one_button_away(desk: Browser, kind: str):
    desk.open("/openindex")
    box = f"[data-openindex-chart={kind}]"
    desk.until(lambda: desk.all(f"{box} canvas"))
    table, button = desk.find(f"{box} table"), desk.find(f"{box} [data-openindex-table]")
    before = table.is_displayed()
    button.click()
    assert table.is_displayed() is not before
    button.click()
    assert table.is_displayed() is before
    assert button.get_attribute("aria-pressed") == str(before).lower()


def test_a_chart_is_saved_as_a_picture(desk: Browser):
    desk.open("/openindex")
    box = "[data-openindex-chart=curve]"
    desk.until(lambda: desk.all(f"{box} canvas"))
    desk.run(CATCH)
    desk.find(f"{box} [data-openindex-picture]").click()
    assert desk.run("return window.caught.href").startswith("data:image/png;base64,")
    assert desk.run("return window.caught.download") == "history-all.png"


def test_the_ranking_is_sorted_by_keyboard(desk: Browser):
    desk.open("/openindex")
    link = desk.find("#ix-ranking ~ .openindex-scroll th:nth-child(2) a")
    desk.run("arguments[0].focus()", link)
    desk.press("\ue007")
    desk.until(lambda: "sort=title" in desk.path())
    assert desk.all("th[aria-sort=descending]")


def test_a_picture_is_no_wider_than_a_phone(phone: Browser):
    phone.open("/openindex")
    phone.until(lambda: phone.all("[data-openindex-chart=radar] canvas"))
    width = phone.run("return document.querySelector('.openindex-canvas canvas').offsetWidth")
    assert 200 < width <= 390
