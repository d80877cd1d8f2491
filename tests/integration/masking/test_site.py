"""What is on the site already is looked at, once for each change, and told to its department."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.lib import uploader
from ckanext.masking.adapters import row_gate
from ckanext.masking.site import auditing, scanning

from .gate_world import act, dataset, department, hand_in, mobile, person, resident_id, run, token

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


class Old:
    """A dataset with a file that somebody put in its place before there was a gate."""

    def __init__(self) -> None:
        self.owner = department()
        self.admin = person("admin", self.owner)
        self.pkg = dataset(self.owner)
        self.resource = hand_in(self.pkg, "a,b\n1,2\n3,4\n")["id"]
        run()
        self.put("序号,身份证号\n" + "".join(f"{n},{resident_id()}\n" for n in range(9)))

    @property
    def path(self) -> Path:
        about = {"id": self.resource, "url": "data.csv", "url_type": "upload"}
        return Path(uploader.get_resource_uploader(about).get_path(self.resource))

    def put(self, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, "utf-8")

    def audit(self, **how: bool) -> list[str]:
        seen: list[str] = []
        auditing.audit(self.pkg["id"], seen.append, **how)
        return seen

    def listed(self, state: str = "found", user: str = "") -> list[dict]:
        found = act("masking_scan_list", user or self.admin, state=state, limit=100)["results"]
        return [one for one in found if one["package_id"] == self.pkg["id"]]


@pytest.fixture
def old() -> Iterator[Old]:
    made = Old()
    yield made
    made.path.unlink(missing_ok=True)  # other tests look for raw values in all files


def test_a_file_from_before_the_gate_is_told_with_kinds_and_counts(old: Old):
    assert old.audit() == ["clean", "found"]
    (one,) = old.listed()
    (finding,) = one["findings"]
    assert (finding["where"], finding["detector"]) == ("身份证号", "resident_id")
    assert (finding["certainty"], finding["cells"]) == ("certain", 9)


def test_what_has_not_changed_is_not_read_again_so_a_run_goes_on_where_it_was(old: Old):
    old.audit()
    assert old.audit() == ["same", "same"]
    assert old.audit(again=True) == ["clean", "found"]
    old.put("a,b\n1,2\n3,4\n")
    assert old.audit() == ["same", "clean"]


def test_what_the_gate_published_has_nothing_open(old: Old):
    text = "序号,电话\n" + "".join(f"{n},{mobile()}\n" for n in range(20))
    resource = hand_in(old.pkg, text)["id"]
    run()
    old.audit()
    assert resource not in [one["resource_id"] for one in old.listed()]


def test_texts_of_the_dataset_count(old: Old):
    act("package_patch", id=old.pkg["id"], notes=f"经办人身份证 {resident_id()}")
    old.audit()
    assert {one["resource_id"] for one in old.listed()} == {"", old.resource}


def test_a_missing_file_and_one_that_is_not_understood_are_told(old: Old):
    old.path.write_bytes(b"PK\x03\x04 no zip")
    assert old.audit()[1] == "unread"
    old.path.unlink()
    act("resource_patch", id=old.resource, description="新")
    assert old.audit(again=True)[1] == "unread"
    assert old.listed("unread")[0]["problem"]["code"] == scanning.NO_FILE.code


def test_rows_of_a_table_are_looked_at_where_there_is_no_file(
    old: Old, monkeypatch: pytest.MonkeyPatch
):
    resource = act(
        "resource_create", package_id=old.pkg["id"], name="表", url="https://a.example/x"
    )
    rows = [{"号码": resident_id()} for _ in range(5)]
    fields = [{"id": "号码", "type": "text"}]
    with monkeypatch.context() as patch:  # as before the gate was there
        patch.setattr(row_gate, "written", lambda _, action, context, data: action(context, data))
        act("datastore_create", resource_id=resource["id"], force=True, records=rows, fields=fields)
    old.audit()
    assert resource["id"] in [one["resource_id"] for one in old.listed()]


def test_only_the_department_reads_of_it(old: Old):
    old.audit()
    assert old.listed(user=person("admin", department())) == []
    assert old.listed(user=person("editor", old.owner)) == []


def test_the_command_says_that_something_is_left_and_ends_with_four(cli, old: Old):
    model.Session.commit()
    done = cli.invoke(ckan, ["masking", "audit", "--dataset", old.pkg["name"]])
    assert done.exit_code == 4, done.output
    assert "found: 1" in done.output
    old.put("a,b\n1,2\n3,4\n")
    assert cli.invoke(ckan, ["masking", "audit", "--dataset", old.pkg["name"]]).exit_code == 0
    assert cli.invoke(ckan, ["masking", "audit", "--dataset", "nothing-of-the-kind"]).exit_code == 1
    assert cli.invoke(ckan, ["masking", "audit"]).exit_code == 2


def test_the_page_names_the_file(app, old: Old):
    old.audit()
    headers = token(old.admin)
    with app.flask_app.app_context():
        body = app.get("/masking/site", headers=headers).body
    assert f"/resource/{old.resource}" in body
    assert "居民身份证号" in body
