"""Runs benchmarks: ``python -m bench [NAME ...]``; each is ``bench/NAME/run.py`` with ``run()``."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from . import manual
from .report import Report, Skipped


def names() -> list[str]:
    """Every benchmark there is, by the name of its folder."""
    return sorted(path.parent.name for path in Path(__file__).parent.glob("*/run.py"))


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks (all by default), write their results, print their tables."""
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"no benchmark named {', '.join(sorted(unknown))}; there are: {', '.join(names())}")
        return 2
    skipped = False
    for name in wanted or names():
        try:
            report: Report = importlib.import_module(f"bench.{name}.run").run()
        except Skipped as reason:
            print(f"{name}: not measured, {reason}", file=sys.stderr)
            skipped = True
            continue
        report.write()
        manual.write()
        print(report.markdown())
    return int(skipped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
