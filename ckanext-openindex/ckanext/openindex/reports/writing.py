"""Writes a report into a file: the whole file, or none at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, ModuleType

from ckanext.openindex.domain.report.document import Report
from govopen_common.problem import Problem, Rejected
from govopen_common.registry import modules

from . import forms


def registry() -> Mapping[str, ModuleType]:
    """By file name extension, the modules of ``forms``: each has ``write(report, path)``, and may
    have ``check()``, which raises Rejected where what it needs is missing."""
    found = {module.__name__.rpartition(".")[2]: module for module in modules(forms.__name__)}
    return MappingProxyType(found)


def form_of(path: Path) -> ModuleType:
    """The form that the name of ``path`` asks for, able to write. Raises Rejected."""
    known = registry()
    form = known.get(path.suffix[1:].lower())
    if form is None:
        offered = ", ".join(f".{name}" for name in known)
        problem = Problem(
            "output",
            "unknown_form",
            f"无法写成这种文件，请使用：{offered}。",
            f"There is no such form; choose one of: {offered}.",
        )
        raise Rejected(problem)
    if not path.parent.is_dir():
        problem = Problem(
            "output",
            "no_folder",
            "输出文件所在的文件夹不存在，请先建立。",
            "The folder of the output file does not exist; make it first.",
        )
        raise Rejected(problem)
    if check := getattr(form, "check", None):
        check()
    return form


def write(report: Report, path: Path) -> None:
    """Write ``report`` to ``path`` in the form its name asks for, replacing what is there.

    It is written beside it and renamed, so that a failure leaves what was there.
    """
    form = form_of(path)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=path.parent) as folder:
        made = Path(folder, f"report{path.suffix.lower()}")
        form.write(report, made)
        os.replace(made, path)
