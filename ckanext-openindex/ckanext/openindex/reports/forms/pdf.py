"""The HTML page as PDF, printed by a headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from ckanext.openindex import config
from ckanext.openindex.domain.report.document import Report
from govopen_common.problem import Problem, Rejected

from . import html

SECONDS: Final = 120
"""How long Chromium has."""
_SWITCHES: Final = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-pdf-header-footer",
)


class PrintingFailed(RuntimeError):
    """Chromium made no PDF."""


def check() -> None:
    """Raises Rejected when Chromium is missing."""
    program = config.report_chromium()
    if shutil.which(program) is None:
        problem = Problem(
            "output",
            "no_chromium",
            f"生成 PDF 需要 Chromium，但找不到“{program}”。请安装（Debian：apt install chromium "
            "fonts-noto-cjk），或设置 ckanext.openindex.report.chromium，或改用 .html、.xlsx。",
            f"A PDF needs Chromium, and there is no {program}. Install it (Debian: apt install "
            "chromium fonts-noto-cjk), set ckanext.openindex.report.chromium, or write .html or "
            ".xlsx.",
        )
        raise Rejected(problem)


def write(report: Report, path: Path) -> None:
    """Print the page to ``path``. Raises PrintingFailed. The page's folder is used for work."""
    source = path.with_suffix(".html")
    html.write(report, source)
    command = [
        str(shutil.which(config.report_chromium())),
        *_SWITCHES,
        # As root Chromium's sandbox does not start; the page is our own and has no scripts.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        f"--user-data-dir={path.parent / 'profile'}",
        f"--print-to-pdf={path}",
        source.as_uri(),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise PrintingFailed(f"Chromium made no PDF within {SECONDS} s") from error
    if not path.is_file() or not path.read_bytes().startswith(b"%PDF"):
        raise PrintingFailed(f"Chromium ended with {done.returncode} and made no PDF")
