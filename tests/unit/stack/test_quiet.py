"""What the stack keeps to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack.postgres import TUNING, Postgres
from stack.secrets import Secrets
from stack.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(dir=tmp_path)


def test_the_server_is_told_to_write_no_statement_and_no_detail_into_its_log(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Postgres, "tool", lambda _, name: name)
    said = Postgres(settings, Secrets(settings.dir)).process().command
    for setting in ("log_error_verbosity=terse", "log_min_error_statement=panic"):
        assert setting in said
    assert not {"log_statement", "log_min_duration_statement"} & set(TUNING)
