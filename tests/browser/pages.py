"""Chromium as the tests use it, and what is noted of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
PHONE_WIDTH = 500
SERIOUS = ("serious", "critical")
PATIENCE = 15  # seconds until an expected change counts as missing
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars",
    "--force-prefers-reduced-motion",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(
  found => done(found.violations.map(v => ({
    id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 5).map(n => n.html + ' ' + n.failureSummary)
  }))),
  error => done([{id: 'axe', impact: 'critical', nodes: [String(error)]}]));
"""


@dataclass(frozen=True)
class World:
    """The live portal's address, and the names of what was made in it."""

    url: str
    names: dict[str, str]

    def __getattr__(self, name: str) -> str:
        try:
            return self.names[name]
        except KeyError as error:
            raise AttributeError(name) from error


@dataclass
class Look:
    """What a page showed: faults and width by size, the requests it made, its title."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    title: str = ""
    text: str = ""


class Browser:
    """A driver with the few verbs that the tests speak in."""

    def __init__(self, driver: webdriver.Chrome, world: World, axe: str) -> None:
        self.driver, self.world, self.axe = driver, world, axe

    @classmethod
    def start(cls, world: World, profile: Path, axe: str) -> Browser:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*FLAGS, f"--user-data-dir={profile}", "--lang=zh-CN"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        driver.set_script_timeout(60)
        return cls(driver, world, axe)

    def quit(self) -> None:
        self.driver.quit()

    def forget(self) -> None:
        self.driver.delete_all_cookies()

    def resize(self, width: int, height: int) -> None:
        """A window of this size; a narrow one is a phone's, with a viewport of its own."""
        if width < PHONE_WIDTH:
            screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        else:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
            self.driver.set_window_size(width, height)

    def open(self, path: str) -> Browser:
        self.driver.get(self.world.url + quote(path, safe="/?&=%-_.~"))
        return self

    def look(self, path: str) -> Look:
        """Open a page and note what it shows at both sizes."""
        self.driver.get_log("performance")
        found = Look()
        for size, (width, height) in SIZES.items():
            self.resize(width, height)
            if size == "desk":
                self.open(path)
                self.driver.execute_script(self.axe)
            faults = self.driver.execute_async_script(RUN_AXE)
            found.faults[size] = [
                f"{f['id']}: {node}"
                for f in faults
                if f["impact"] in SERIOUS
                for node in f["nodes"]
            ]
            found.widths[size] = self.run("return document.documentElement.scrollWidth")
        found.foreign = self._foreign()
        found.title = self.driver.title
        found.text = self.run("return document.body.innerText")
        return found

    def _foreign(self) -> list[str]:
        """Addresses outside the site that were asked for since the log was last read."""
        ours = urlsplit(self.world.url).netloc
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if urlsplit(url).scheme in ("http", "https", "ws") and urlsplit(url).netloc != ours:
                    asked.append(url)
        return asked

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def press(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def until(self, what: Any) -> Any:
        """Wait for a condition (a function of nothing) to hold, and return its value."""
        return WebDriverWait(self.driver, PATIENCE, 0.05).until(lambda _: what())

    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    def text(self) -> str:
        return str(self.run("return document.body.innerText"))

    def path(self) -> str:
        """The current address without the site's."""
        return self.driver.current_url.removeprefix(self.world.url)

    def sign_in(self) -> None:
        self.open("/user/login")
        self.find("#field-login").send_keys(self.world.admin)
        self.find("#field-password").send_keys(self.world.password)
        self.find("form button[type=submit].btn-primary").click()
        self.until(lambda: "/user/login" not in self.path())
