"""A table of a register with names, mobiles and identity numbers: a million rows from a seed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl

from . import values

COLUMNS = ("流水号", "姓名", "手机号", "身份证号", "受理单位", "备注", "受理时间")
PERSONAL = COLUMNS[1:4]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
OFFICES = ("政务服务中心", "社会保障局", "不动产登记中心", "民政局", "市场监督管理局")
REMARKS = (
    "材料齐全，已受理", "缺户口簿复印件，已告知补正", "本人到场，核验无误",
    "委托代办，授权书已收", "网上申报转窗口办理", "",
)  # fmt: skip
CALLED = 50
"""Of so many rows one has a telephone number in its remark."""
SEED = 20240607


def write(path: Path, rows: int) -> None:
    """Write a CSV of ``rows`` rows and seven columns, some 120 bytes a row."""
    frame(rows).write_csv(path)


def frame(rows: int) -> pl.DataFrame:
    """The table, all of it text; the same for the same number of rows."""
    rnd = Random(SEED)
    names = [values.person_name(rnd) for _ in range(50_000)]
    districts = sorted({row.district_code for row in values.ROWS})
    offices = [row.district_name + rnd.choice(OFFICES) for row in values.ROWS]
    birth = _any(rows, 28_000, 4)
    day = pl.date(1940, 1, 1) + pl.duration(days=birth)
    digits = _any(rows, 1000, 5).cast(pl.String).str.zfill(3)
    body = _one_of(districts, rows, 3) + day.dt.strftime("%Y%m%d") + digits
    network = _one_of([str(one) for one in values.NETWORKS], rows, 6)
    mobile = network + _any(rows, 10**8, 7).cast(pl.String).str.zfill(8)
    when = pl.datetime(2023, 1, 1) + pl.duration(seconds=_any(rows, 31_000_000, 8))
    remark = _one_of(REMARKS, rows, 9)
    called = pl.when(_any(rows, CALLED, 10) == 0).then("请致电" + mobile + "补件")
    return (
        pl.select(
            ("SL2023" + pl.int_range(rows).cast(pl.String).str.zfill(9)).alias(COLUMNS[0]),
            _one_of(names, rows, 2).alias(COLUMNS[1]),
            mobile.alias(COLUMNS[2]),
            body.alias(COLUMNS[3]),
            _one_of(offices, rows, 11).alias(COLUMNS[4]),
            called.otherwise(remark).alias(COLUMNS[5]),
            when.dt.strftime("%Y-%m-%d %H:%M:%S").alias(COLUMNS[6]),
        )
        .with_columns(pl.col(COLUMNS[3]) + _check(pl.col(COLUMNS[3])))
    )  # fmt: skip


def _any(rows: int, below: int, seed: int) -> pl.Expr:
    """A number under ``below`` for each row."""
    return (pl.int_range(rows).hash(seed) % below).cast(pl.Int64)


def _one_of(texts: list[str] | tuple[str, ...], rows: int, seed: int) -> pl.Expr:
    return pl.lit(pl.Series(list(texts))).gather(_any(rows, len(texts), seed))


def _check(body: pl.Expr) -> pl.Expr:
    """The check digit of GB 11643 by its table of weights."""
    number = body.cast(pl.Int64)
    total = sum(
        (number // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(WEIGHTS)),
        pl.lit(0),
    )
    return pl.lit(pl.Series(list("10X98765432"))).gather(total % 11)
