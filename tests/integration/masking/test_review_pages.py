"""The pages of a review, for those who decide, those who handed in, and everybody else."""

from __future__ import annotations

import pytest

from .gate_world import department, person, published, run, state, token
from .review_world import Desk

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def desk(app) -> Desk:
    with app.flask_app.test_request_context():
        made = Desk()
    return made


def page(app, address: str, user: str = "", **form: str):
    headers = token(user) if user else {}
    if form:
        return app.post(address, data=form, headers=headers, follow_redirects=False)
    return app.get(address, headers=headers, expect_errors=True, follow_redirects=False)


def test_the_page_shows_both_sides_to_a_reviewer_and_one_to_an_editor(app, desk: Desk):
    address = f"/masking/review/{desk.upload}"
    full = page(app, address, desk.reviewer).body
    assert "<del>" in full
    assert "王芳" in full
    half = page(app, address, desk.editor).body
    assert "王芳" not in half
    assert 'value="approve"' not in half
    assert page(app, address, person("admin", department())).status_code == 404
    assert page(app, address).status_code == 404


def test_the_form_previews_then_approves(app, desk: Desk):
    address = f"/masking/review/{desk.upload}"
    form = {"column-0-2": "last4"}
    tried = page(app, address, desk.reviewer, do="preview", **form)
    assert "*******" in tried.body
    assert state(desk.resource) == "review"
    refused = page(app, address, desk.reviewer, do="approve", **{"column-0-1": "clear"})
    assert refused.status_code == 422
    assert state(desk.resource) == "review"
    done = page(app, address, desk.reviewer, do="approve", **form)
    assert done.status_code == 302
    run()
    assert b"*******" in (published(desk.resource) or b"")


def test_the_page_of_the_resource_tells_its_editor_and_nobody_else(app, desk: Desk):
    address = f"/masking/progress/{desk.resource}"
    assert "masking-progress" in page(app, address, desk.editor).body
    assert "masking-progress" not in page(app, address).body
    shown = page(app, f"/dataset/{desk.pkg['name']}/resource/{desk.resource}", desk.editor).body
    assert f"/masking/review/{desk.upload}" in shown
    desk.approve()
    assert "masking-progress" not in page(app, address, desk.editor).body
