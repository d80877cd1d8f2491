"""What `make doctor` says of settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack import doctor
from stack.settings import Settings


@pytest.mark.parametrize(("plugins", "told"), [("govopen stats dcat", True), ("govopen", False)])
def test_the_plugin_that_tells_of_hidden_datasets_is_named(
    tmp_path: Path, plugins: str, told: bool
):
    ini = tmp_path / "ckan.ini"
    ini.write_text(f"[app:main]\nckan.plugins = {plugins}\nckan.x = 100%\n", "utf-8")
    assert bool(doctor._plugins(ini)) == told


def test_settings_that_are_not_there_yet_are_another_checks_business(tmp_path: Path):
    assert doctor._plugins(tmp_path / "ckan.ini") is None


def test_a_port_other_than_the_stack_was_started_with_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("STACK_DIR", str(tmp_path))
    monkeypatch.delenv("PORT", raising=False)
    Settings().remember()
    assert doctor._ports() is None
    monkeypatch.setenv("PORT", "5999")
    assert doctor._ports() == "PORT=5999 was asked for, the stack was started with 5000"
