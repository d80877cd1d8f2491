"""What is installed from Debian, by what is missing."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest

from stack import packages
from stack.settings import ROOT, Settings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of every command, none of which is run."""
    words: list[str] = []
    monkeypatch.setattr(packages, "call", lambda command, *_, **__: words.extend(command))
    return words


def settings(tmp_path: Path) -> Settings:
    made = Settings(dir=tmp_path / "stack", venv=tmp_path / "venv")
    made.make_folders()
    return made


def test_pythons_headers_are_installed_for_requirements_that_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
):
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    packages.install_debian(settings(tmp_path), {})
    assert "python3-dev" in asked


def test_pythons_headers_are_not_missed_once_everything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
):
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    made = settings(tmp_path)
    made.venv.mkdir()
    (made.venv / "stamp-run").write_text("")
    assert packages.install_debian(made, {}) == "nothing missing"
    assert asked == []


def test_package_lists_are_fetched_before_python_is_installed():
    said = subprocess.run(
        ["make", "--dry-run", "python"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert 0 < said.index("apt-get update") < said.index("apt-get install")
