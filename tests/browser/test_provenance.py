"""The provenance of a dataset in a browser: the diagram, the keyboard, without script, forms."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from selenium.webdriver.common.keys import Keys

from .pages import Browser, World

SCALE = """
const scene = document.querySelector('.prov-canvas svg > g').getAttribute('transform');
return Number(/scale\\(([\\d.]+)\\)/.exec(scene)[1]);
"""
TRANSFORM = "return document.querySelector('.prov-canvas svg > g').getAttribute('transform')"


def opened(browser: Browser, live: World, lang: str = "") -> Browser:
    """The page, once the diagram is drawn."""
    browser.open(f"{lang}/dataset/{live.dataset}/provenance")
    browser.until(lambda: browser.all(".prov-canvas .prov-node"))
    return browser


def test_each_row_of_the_table_is_drawn_once_and_no_two_lie_on_each_other(
    desk: Browser, live: World
):
    opened(desk, live)
    rows = desk.all("#prov-table tr[data-iri]")
    places = [node.get_attribute("transform") for node in desk.all(".prov-node")]
    assert len(places) == len(rows) > 5
    assert len(set(places)) == len(places)
    assert len(desk.all(".prov-edge")) > 5


LAYOUT = """
const shapes = {a: 'entity', b: 'activity', c: 'entity', who: 'agent'};
const nodes = Object.entries(shapes).map(([id, shape]) => ({id, shape}));
const edges = arguments[0].map(([from, to]) => ({from, to}));
return Object.fromEntries(provLayout(nodes, edges).places);
"""
CHAIN = [["c", "b"], ["b", "a"], ["b", "who"]]


def test_what_came_later_stands_further_right(desk: Browser, live: World):
    opened(desk, live)
    places = desk.run(LAYOUT, CHAIN)
    assert places["a"]["x"] < places["b"]["x"] < places["c"]["x"]
    assert places["who"]["y"] > places["b"]["y"]


def test_a_circle_is_laid_out_too(desk: Browser, live: World):
    opened(desk, live)
    places = desk.run(LAYOUT, [*CHAIN, ["a", "c"]])
    assert len({(place["x"], place["y"]) for place in places.values()}) == 4


def test_on_paper_the_whole_diagram_and_the_table_are_there(desk: Browser, live: World):
    opened(desk, live)
    state = """
    window.dispatchEvent(new Event(arguments[0]));
    return [document.querySelector('.prov-canvas svg').hasAttribute('viewBox'),
            document.querySelector('.prov-as-table').open];
    """
    before = desk.run(TRANSFORM)
    assert desk.run(state, "beforeprint") == [True, True]
    assert desk.run(state, "afterprint") == [False, False]
    assert desk.run(TRANSFORM) == before


def test_keys_zoom_and_move_the_diagram(desk: Browser, live: World):
    opened(desk, live)
    desk.run("document.querySelector('.prov-canvas').focus()")
    first = desk.run(SCALE)
    desk.press(*"++++")
    assert desk.run(SCALE) > first
    before = desk.run(TRANSFORM)
    desk.press(Keys.ARROW_LEFT)
    assert desk.run(TRANSFORM) != before
    desk.press("0")
    whole = desk.run(SCALE)
    assert whole <= first
    desk.press("-")
    assert desk.run(SCALE) == whole, "nothing is smaller than the whole"


def test_buttons_zoom_too(desk: Browser, live: World):
    opened(desk, live)
    first = desk.run(SCALE)
    larger, _, whole = desk.all(".prov-graph-tools button")
    larger.click()
    assert desk.run(SCALE) > first
    whole.click()
    assert desk.run(SCALE) <= first


def test_each_thing_is_reached_with_tab_and_described(desk: Browser, live: World):
    opened(desk, live)
    desk.run("document.querySelector('.prov-canvas').focus()")
    said = []
    for _ in desk.all(".prov-node"):
        desk.press(Keys.TAB)
        said.append(desk.focused().get_attribute("aria-label"))
        assert desk.find(".prov-told").text == said[-1]
        assert desk.run("""
            const node = document.activeElement.getBoundingClientRect();
            const box = document.querySelector('.prov-canvas').getBoundingClientRect();
            return node.right > box.left && node.left < box.right && node.bottom > box.top;
        """), "what has the focus is in sight"
    assert all(said)
    assert len(set(said)) == len(said)
    assert any("活动" in one for one in said)


def test_the_wheel_scrolls_the_page_until_the_diagram_is_chosen(desk: Browser, live: World):
    opened(desk, live)
    turn = """
        const canvas = document.querySelector('.prov-canvas');
        return canvas.dispatchEvent(
            new WheelEvent('wheel', {deltaY: -100, cancelable: true, bubbles: true}));
    """
    assert desk.run(turn), "left to the page"
    desk.run("document.querySelector('.prov-canvas').focus()")
    before = desk.run(SCALE)
    assert not desk.run(turn)
    assert desk.run(SCALE) > before


def test_the_table_is_there_when_the_statement_is_not(desk: Browser, live: World):
    block = {"urls": ["*provenance.jsonld*"]}
    desk.driver.execute_cdp_cmd("Network.enable", {})
    desk.driver.execute_cdp_cmd("Network.setBlockedURLs", block)
    try:
        desk.open(f"/dataset/{live.dataset}/provenance")
        desk.until(lambda: "关系图未能画出" in desk.find(".prov-graph").text)
        assert desk.find("#prov-table").is_displayed()
    finally:
        desk.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def test_without_script_the_page_says_everything(desk: Browser, live: World):
    desk.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        desk.open(f"/dataset/{live.dataset}/provenance")
        assert desk.find("#prov-table").is_displayed()
        assert not desk.find(".prov-graph").is_displayed()
        assert desk.all(".prov-moment")
    finally:
        desk.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_filter_is_chosen_and_stays_in_the_address(desk: Browser, live: World):
    opened(desk, live)
    desk.find("#prov-kind option[value=version]").click()
    desk.find(".prov-filter button").click()
    desk.until(lambda: "kind=version" in desk.path())
    assert all("版本" in one.text for one in desk.all(".prov-moment"))


def test_an_editor_makes_a_version_with_the_keyboard(desk: Browser, live: World):
    desk.sign_in()
    opened(desk, live)
    desk.run("document.querySelector('#prov-label').focus()")
    desk.press("7.1", Keys.TAB, "核减重复", Keys.TAB, Keys.ENTER)
    desk.until(lambda: desk.all("#versions tbody tr th") and "7.1" in desk.find("#versions").text)
    desk.forget()


def test_a_form_without_its_token_is_refused(live: World):
    path = f"{live.url}/dataset/{live.dataset}/provenance/version"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(path, b"label=6.6", method="POST"))
    assert refused.value.code in (400, 403)


@pytest.mark.parametrize("path", ["provenance", "versions/compare?before=1", "version/1/restore"])
def test_an_editors_pages_have_no_serious_fault(desk: Browser, live: World, path: str):
    desk.sign_in()
    page = desk.look(f"/dataset/{live.dataset}/{path}")
    desk.forget()
    assert page.faults == {"desk": [], "phone": []}
    assert page.foreign == []
    assert page.widths["phone"] <= 390
