"""What every answer tells the browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_a_page_may_load_from_this_site_only(app):
    policy = app.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_no_answer_is_guessed_at_by_the_browser(app):
    for path in ("/", "/api/3/action/status_show", "/catalog.jsonld"):
        assert app.get(path).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.ckan_config("ckanext.govopen.content_security_policy", "")
def test_the_administrator_can_leave_the_policy_to_the_web_server(app):
    assert "Content-Security-Policy" not in app.get("/").headers
