"""The openness index: the computation alone from stored facts, and with PostgreSQL."""

from __future__ import annotations

from bench.report import Report, Row

from . import pure, stored

RATE, MEMORY, LINEAR, CHANGE = 1000, 500, 11, 200


def run() -> Report:
    report = Report(
        "openindex",
        "The openness index",
        f"{pure.MANY:,} made datasets with three resources each, from stored facts as JSON to the "
        f"figures of all nodes and the EU score, in {pure.JOBS} processes. No peer computes these "
        "figures.",
    )
    many, more = pure.measured(pure.MANY), pure.measured(pure.MORE)
    report.add(Row("datasets computed", pure.MANY / many["seconds"], aim=RATE, unit="/s"))
    for count, found in ((pure.MANY, many), (pure.MORE, more)):
        note = f"{found['seconds']:.1f} s, all processes together"
        title = f"memory for {count:,} datasets"
        report.add(
            Row(title, round(found["memory_mb"]), aim=MEMORY, note=note, unit="MB", better="lower")
        )
    report.add(
        Row("time of ten times as many", more["seconds"] / many["seconds"], aim=LINEAR,
            note=f"{pure.MORE:,} against {pure.MANY:,}", unit="×", better="lower")
    )  # fmt: skip
    report.add(
        Row("from a changed dataset to its province's figure", many["change_seconds"] * 1000,
            aim=CHANGE, note="in memory, the median", unit="ms", better="lower")
    )  # fmt: skip
    stored.add(report, pure.MANY, pure.MORE)
    return report
