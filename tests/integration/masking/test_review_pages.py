"""The pages of a review, for those who decide, those who handed in, and everybody else."""

from __future__ import annotations

import pytest

from .gate_world import act, department, hand_in, newest, person, published, run, state, token
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
    with app.flask_app.test_request_context():
        before = act("masking_audit_list", resource_id=desk.resource)["count"]
    done = page(app, address, desk.reviewer, do="approve", **form)
    assert done.status_code == 302
    with app.flask_app.test_request_context():
        assert act("masking_audit_list", resource_id=desk.resource)["count"] == before == 2
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


def test_a_file_that_is_not_understood_goes_out_only_when_somebody_has_read_it(app, desk: Desk):
    pdf = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
    with app.flask_app.test_request_context():
        resource = hand_in(desk.pkg, pdf, "plan.pdf")["id"]
        run()
        assert state(resource) == "review"
        upload = str(newest(resource).id)
    address = f"/masking/review/{upload}"
    seen = page(app, f"{address}/original", desk.reviewer)
    assert seen.get_data() == pdf
    assert "no-store" in seen.headers["Cache-Control"]
    for user in (desk.editor, person("admin", department()), ""):
        assert page(app, f"{address}/original", user).status_code == 404
    assert page(app, address, desk.reviewer, do="approve", as_it_is="true").status_code == 422
    assert page(app, address, desk.reviewer, do="approve", reason="已阅").status_code == 422
    form = {"do": "approve", "as_it_is": "true", "reason": "已阅，无个人信息"}
    assert page(app, address, desk.reviewer, **form).status_code == 302
    with app.flask_app.test_request_context():
        run()
        assert state(resource) == "released"
        assert published(resource) == pdf
