"""A live server on a free port, a headless Chromium, and what each page showed in it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .pages import Browser, Look, World

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SETTINGS = """[app:main]
use = config:{ini}
ckan.site_url = {url}
ckan.datasets_per_page = 5
ckanext.govopen.site_title_en = Open Government Data
testing = false
WTF_CSRF_ENABLED = true

[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic
[formatter_generic]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
"""
START_SECONDS = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The portal's address and what :mod:`.world` made in it."""
    folder = tmp_path_factory.mktemp("live")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    ini = folder / "live.ini"
    given = (request.config.rootpath / request.config.getoption("ckan_ini")).resolve()
    ini.write_text(SETTINGS.format(ini=given, url=url), "utf-8")
    env = {**os.environ, "CKAN_INI": str(ini), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4",
               "--timeout", "120", "config.wsgi:application"]  # fmt: skip
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        made = subprocess.run(
            [sys.executable, "-m", "tests.browser.world", str(ini)],
            cwd=ROOT, env=env, capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr[-3000:]
        _wait(url, server, log)
        yield World(url, json.loads(made.stdout.strip().splitlines()[-1]))
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; fails with its log when it ends or takes too long."""
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        if _answers(url):
            return
        time.sleep(0.2)
    pytest.fail("the server did not start:\n" + log.read_text("utf-8")[-3000:])


@pytest.fixture(scope="session")
def browser(live: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests; each test starts with a fresh page of its own."""
    if not shutil.which("chromium") or not AXE.exists():
        pytest.fail("chromium or axe-core is missing; `make test-services` installs both")
    driver = Browser.start(live, tmp_path_factory.mktemp("chromium"), AXE.read_text("utf-8"))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def look(browser: Browser) -> Any:
    """``look(path)``: what a page showed at both sizes; each page is loaded once."""
    seen: dict[str, Look] = {}

    def at(path: str) -> Look:
        if path not in seen:
            seen[path] = browser.look(path)
        return seen[path]

    return at


@pytest.fixture
def desk(browser: Browser) -> Browser:
    """The browser at desk size, signed out."""
    browser.forget()
    browser.resize(1280, 900)
    return browser


@pytest.fixture
def phone(browser: Browser) -> Browser:
    """The browser at phone size, signed out."""
    browser.forget()
    browser.resize(390, 844)
    return browser


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/3/action/status_show", timeout=30):
            return True
    except urllib.error.URLError:
        return False
