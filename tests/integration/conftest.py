"""Plugins and the application are made once for all integration tests.

CKAN's own fixtures load and unload every plugin, and build the application, for each test; nothing
here needs that, because no test enables a plugin of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins
import pytest
from ckan.tests import helpers


@pytest.fixture(scope="session")
def loaded_plugins() -> Iterator[None]:
    ckan.plugins.load_all()
    yield
    ckan.plugins.unload_all()


@pytest.fixture
def with_plugins(loaded_plugins: None) -> None:
    """The plugins of ``ckan.plugins``, loaded."""


@pytest.fixture(scope="session")
def one_app(loaded_plugins: None) -> Any:
    return helpers._get_test_app()


@pytest.fixture
def app(one_app: Any) -> Any:
    """The portal; each request comes from a client of its own, without cookies of another."""
    return one_app
