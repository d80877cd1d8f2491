"""The models of release with their thresholds, and the grades of de-identification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Model:
    """A way to share data: the ``k`` that makes the risk of a row at most 1/k."""

    name: str
    zh: str
    en: str
    k: int
    source: str


_THRESHOLDS: Final = (
    "Aligned with GB/T 42460-2023 and the sharing models of GB/T 37964-2019; the thresholds"
    " 1/20, 1/5 and 1/3 are taken from published summaries, not from the standard's own text"
)
MODELS: Final[Mapping[str, Model]] = MappingProxyType(
    {
        "public": Model("public", "完全公开共享", "public release", 20, _THRESHOLDS),
        "controlled": Model("controlled", "受控公开共享", "controlled sharing", 5, _THRESHOLDS),
        "enclave": Model("enclave", "领地公开共享", "enclave", 3, _THRESHOLDS),
    }
)


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of de-identification, 1 (worst) to 4, with its meaning and where it comes from."""

    number: int
    zh: str
    en: str
    source: str = (
        "Aligned with GB/T 42460-2023, clause 4 (grades of the effect of de-identification)"
    )


GRADES: Final[Mapping[int, Grade]] = MappingProxyType(
    {
        1: Grade(1, "含有直接标识符", "direct identifiers are present"),
        2: Grade(
            2,
            "不含直接标识符，但由准标识符重标识的风险不低于阈值",
            "no direct identifiers, but the risk from quasi-identifiers is not under the threshold",
        ),
        3: Grade(
            3,
            "不含直接标识符，由准标识符重标识的风险低于阈值",
            "no direct identifiers, and the risk from quasi-identifiers is under the threshold",
        ),
        4: Grade(4, "不含任何标识符", "no identifiers of any kind"),
    }
)


def grade_of(model: Model, *, direct: bool, quasi: bool, k: int | None) -> Grade:
    """The grade of a table under ``model``.

    ``direct`` and ``quasi`` say whether such identifiers are left; ``k`` is the size of the
    smallest group of rows with equal quasi-identifiers, None for a table without rows. A risk of
    exactly 1/k counts as under the threshold, for k rows is what the model asks.
    """
    if direct:
        return GRADES[1]
    if not quasi:
        return GRADES[4]
    return GRADES[3] if k is None or k >= model.k else GRADES[2]
