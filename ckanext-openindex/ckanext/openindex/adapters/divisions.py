"""The file of divisions that the administrator provides, read anew when it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ckanext.openindex import config
from ckanext.openindex.domain.divisions import Divisions, Place, read_divisions
from govopen_common.problem import Problem, Rejected

SETTING = "ckanext.openindex.divisions"


def of(department: Mapping[str, Any]) -> tuple[Place, ...]:
    """The divisions of a department, the nearest first; empty without a file.

    Raises Rejected for a file that is missing or has faults: figures stay as they are until then.
    """
    path = config.divisions()
    if path is None:
        return ()
    try:
        known = _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        zh = f"无法读取文件 {path.name}，请核对设置和权限"
        en = f"cannot read the file {path.name}; check the setting and permissions"
        raise Rejected(Problem(SETTING, "file_missing", zh, en)) from error
    return known.of(str(department.get("name") or ""), str(department.get("id") or ""))


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Divisions:
    return read_divisions(path.read_text("utf-8"), path.name)
