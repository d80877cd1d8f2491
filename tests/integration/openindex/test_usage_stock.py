"""Counting on a stock CKAN site, without the other plugins of the suite."""

from __future__ import annotations

import pytest
from ckan.tests import factories
from ckanext.openindex.adapters.usage import running

from .index_world import dataset, department, seen
from .test_usage_counting import counted, get, nothing_counted

__all__ = ["nothing_counted"]

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "nothing_counted")
ALONE = pytest.mark.ckan_config("ckan.plugins", "openindex")


@ALONE
def test_counts_are_on_the_stock_pages(app):
    made = dataset(department())
    resource = made["resources"][0]["id"]
    for path in (f"/dataset/{made['name']}", f"/dataset/{made['name']}/resource/{resource}"):
        get(app, path)
        assert "openindex-usage" in app.get(path).body
    assert counted() == {"view": 2}
    assert seen("package_show", id=made["id"])["tracking_summary"]["views"] == 2
    admin = {"Authorization": factories.SysadminWithToken()["token"]}
    assert app.get("/ckan-admin/openindex-usage", headers=admin).status_code == 200


@pytest.mark.ckan_config("ckan.plugins", "openindex")
@pytest.mark.ckan_config("ckanext.openindex.usage.count", "false")
def test_switched_off_it_counts_and_shows_nothing(app):
    made = dataset(department())
    get(app, f"/dataset/{made['name']}")
    running.flush()
    assert counted() == {}
    assert "tracking_summary" not in seen("package_show", id=made["id"])
    assert "openindex-usage" not in app.get(f"/dataset/{made['name']}").body
