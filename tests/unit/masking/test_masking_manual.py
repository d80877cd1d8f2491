"""The manual names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy.loading import read_policy
from ckanext.masking.domain.policy.ready import READY
from ckanext.masking.domain.risk.model import MODELS

MANUAL = (Path(__file__).parents[3] / "docs" / "masking.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(registry()))
def test_the_manual_has_every_operator_with_all_its_parameters(name: str):
    row = next(line for line in MANUAL.splitlines() if re.match(rf"\| .*`{name}`", line))
    for parameter in registry()[name].parameters:
        assert f"`{parameter}`" in row


def test_the_manual_has_every_ready_made_policy_and_every_model_with_its_k():
    for name in READY:
        assert f"`{name}`" in MANUAL
    for model in MODELS.values():
        assert f"`{model.name}` | {model.k} | 1/{model.k}" in MANUAL


def test_the_policy_in_the_manual_can_be_read():
    text = re.search(r"```yaml\n(policy:.*?)```", MANUAL, re.DOTALL)
    assert text is not None
    policy = read_policy(text[1], "manual.yaml")
    assert [rule.id for rule in policy.rules] == ["duty-phone", "mobile"]
