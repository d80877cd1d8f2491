"""Plugins are loaded and the application is made once for all integration tests.

CKAN's own fixtures do both for each test, which costs about a second of processor time. A test that
names plugins of its own, or changes a setting, still gets plugins and an application of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins
import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import helpers


class Portal:
    """The plugins that are loaded, and the application made with them."""

    def __init__(self) -> None:
        self.standard = tk.aslist(tk.config["ckan.plugins"])
        self.loaded: list[str] = []
        self._app: Any = None

    def load(self, names: list[str]) -> None:
        """Have these plugins loaded and no others; nothing is done when they are."""
        if names != self.loaded:
            self.unload()
            ckan.plugins.load(*names)
            self.loaded = names

    def unload(self) -> None:
        ckan.plugins.unload_all()
        self.loaded, self._app = [], None

    @property
    def app(self) -> Any:
        if self._app is None:
            self._app = helpers._get_test_app()
        return self._app


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """The portal of ``test.ini``, on the tables that `make test-services` has made."""
    made = Portal()
    made.load(made.standard)
    model.repo.init_db()  # so that emptying deletes rows; otherwise it would drop our tables
    yield made
    made.unload()


@pytest.fixture
def with_plugins(portal: Portal, ckan_config: Any) -> Iterator[None]:
    """The plugins of ``ckan.plugins``, which a test may have changed by a mark."""
    portal.load(tk.aslist(ckan_config["ckan.plugins"]))
    yield
    portal.load(portal.standard)


@pytest.fixture
def app(request: pytest.FixtureRequest, portal: Portal, make_app: Callable[[], Any]) -> Any:
    """The application; one of its own for a test that changes settings."""
    return make_app() if request.node.get_closest_marker("ckan_config") else portal.app


@pytest.fixture(scope="module")
def empty_portal(
    portal: Portal,
    reset_db: Callable[[], None],
    reset_index: Callable[[], None],
    reset_redis: Callable[[], int],
) -> Iterator[Portal]:
    """The portal with nothing in database, index and Redis, before a module and after it."""

    def empty() -> None:
        model.Session.remove()
        reset_db()
        reset_index()
        reset_redis()

    empty()
    yield portal
    empty()


@pytest.fixture(autouse=True)
def gate_stands_aside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files go where CKAN puts them in tests that are about something else than masking.

    What the plugins do together is tested in ``tests/integration/masking``.
    """
    if "masking" in request.path.parts[-2:-1]:
        return
    from ckanext.masking.adapters import row_gate, uploader

    def straight(name: str, action: Any, context: Any, data_dict: dict[str, Any]) -> Any:
        return action(context, data_dict)

    monkeypatch.setattr(uploader, "in_front", lambda resource: None)
    monkeypatch.setattr(row_gate, "written", straight)
