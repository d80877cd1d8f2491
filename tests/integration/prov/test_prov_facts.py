"""What a reader is given to build a document of provenance from."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.prov.adapters.facts import facts
from ckanext.prov.adapters.reader import PUBLIC, Reader
from ckanext.prov.domain.build import document
from ckanext.prov.domain.forms import write

from .prov_world import act, dataset, department, person, unique, upload

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture
def owner():
    return department()


def test_the_facts_of_a_public_dataset_make_a_document(owner):
    source = dataset(owner)
    made = dataset(owner, resources=[{"url": "http://a.example/x.csv", "name": "表"}])
    act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    act("prov_derivation_create", id=made["id"], source=source["id"])
    found = facts(made["id"], PUBLIC)
    assert [entry.number for entry in found.entries] == list(range(1, len(found.entries) + 1))
    assert [version.label for version in found.versions] == ["1"]
    assert found.versions[0].metadata["title"] == made["title"]
    assert found.related[source["id"]].title == source["title"]
    assert found.organizations[owner["id"]] == owner["title"]
    text = write(document(found), "provn").decode()
    assert source["id"] in text
    assert "wasDerivedFrom" in text


def test_they_name_nothing_that_the_reader_may_not_see(owner):
    word = unique("zorblatt")
    hidden = dataset(owner, title=word, status="draft")
    made = dataset(owner, title=unique(word), status="draft", notes=word)
    approver = person("admin", owner)
    user = model.User.get(approver)
    act("prov_derivation_create", approver, id=made["id"], source=hidden["id"])
    act("prov_version_create", approver, id=made["id"], label=word, note=word)
    act("package_patch", approver, id=made["id"], title=unique("水库"), notes="公开",
        name=unique("x-"), status="published")  # fmt: skip
    found = facts(made["id"], PUBLIC)
    text = write(document(found), "provn").decode() + repr(found.entries) + repr(found.related)
    for secret in (word, hidden["id"], user.name, user.fullname, user.id):
        assert secret not in text, secret
    assert "restricted" in text
    own = facts(made["id"], Reader(approver))
    assert word in repr(own.versions)
    assert hidden["id"] in repr(own.entries)


def test_there_are_none_of_a_dataset_that_the_reader_may_not_see(owner):
    hidden = dataset(owner, status="draft")
    with pytest.raises((tk.ObjectNotFound, tk.NotAuthorized)):
        facts(hidden["id"], PUBLIC)


def test_the_checksum_of_a_file_before_masking_shows_to_nobody_else(owner):
    made = dataset(owner)
    one = act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    before = facts(made["id"], PUBLIC).entries[-1].generated[0].sha256
    tk.signals.ckanext.signal("masking:file_masked").send(
        one["id"], policy="p", policy_version="1", sha256_before=before, sha256="b" * 64
    )
    model.Session.commit()
    found = facts(made["id"], PUBLIC)
    assert before not in repr(found.entries)
    assert before not in write(document(found), "provn").decode()
    assert before in repr(facts(made["id"], Reader("", all_seeing=True)).entries)
