"""A file from the hand that gives it to the reader."""

from __future__ import annotations

import pytest
from ckanext.masking.adapters import quarantine

from .gate_world import act, dataset, department, hand_in, newest, people, published, run, state

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def test_nothing_is_readable_before_it_is_masked_and_only_the_result_afterwards():
    made = dataset(department())
    text, secrets = people()
    resource = hand_in(made, text)
    assert resource["masking_state"] == "held"
    assert published(resource["id"]) is None
    run()
    assert state(resource["id"]) == "released"
    masked = published(resource["id"])
    assert masked is not None
    assert masked.decode().splitlines()[0] == "序号,身份证号,手机号,金额"
    assert not [one for one in secrets if one.encode() in masked]
    shown = act("resource_show", id=resource["id"])
    assert shown["size"] == len(masked)
    assert "masking_state" not in shown
    assert shown["url"].endswith("/data.csv")


def test_the_quarantine_is_empty_when_all_is_published():
    resource = hand_in(dataset(department()), people()[0])
    upload = str(newest(resource["id"]).id)
    assert quarantine.has_original(upload)
    run()
    assert upload not in quarantine.ids()
