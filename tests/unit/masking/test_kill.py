"""A process that is killed while it masks leaves neither half a result nor a raw value behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

MOBILES = [f"139{n:08d}" for n in range(300)]
PROGRAM = """
import os, signal, sys
from pathlib import Path
from ckanext.masking.domain.engine import Order, apply_file
from ckanext.masking.domain.policy.ready import ready_made

def progress(step, rows):
    if step == sys.argv[3] and rows:
        os.kill(os.getpid(), signal.SIGKILL)

order = Order(progress=progress)
apply_file(Path(sys.argv[1]), Path(sys.argv[2]), ready_made("release-public"), order)
"""


def source(folder: Path, kind: str) -> Path:
    path = folder / f"in.{kind}"
    if kind == "csv":
        path.write_text("编号,手机号\n" + "".join(f"1,{n}\n" for n in MOBILES), "utf-8")
        return path
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in [("编号", "手机号"), *(("1", n) for n in MOBILES)]:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("step", ["scan", "write"])
def test_killed_at_any_step_nothing_raw_and_nothing_half_is_left(
    tmp_path: Path, kind: str, step: str
):
    inside, outside, temporary = (tmp_path / name for name in ("in", "out", "tmp"))
    for folder in (inside, outside, temporary):
        folder.mkdir()
    out = outside / f"out.{kind}"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(source(inside, kind)), str(out), step],
        env={**os.environ, "TMPDIR": str(temporary)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert not out.exists()
    left = [path for path in (*outside.rglob("*"), *temporary.rglob("*")) if path.is_file()]
    for path in left:
        data = path.read_bytes()
        assert not [n for n in MOBILES if n.encode() in data], path.name
