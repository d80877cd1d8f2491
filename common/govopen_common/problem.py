"""What is wrong with a piece of input, said in both languages of the interface.

Every checker of the suite returns problems instead of raising at the first fault, so a
clerk who uploads a sheet sees all that has to be mended at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where, and in ``zh`` and ``en`` what is wrong and what to do about it.

    ``field`` is a field of a dataset, ``elements.<row>.<field>`` or ``resources.<row>.<field>``
    with rows counted from 0, ``<file>:<line>`` of a file, or the name of a statement. ``code`` is
    a stable word that programs may rely on. A warning never stops a record. No text quotes a
    value of the data; names of columns and words of a file of rules it may quote.
    """

    field: str
    code: str
    zh: str
    en: str
    severity: Severity = "error"

    def text(self, lang: str) -> str:
        """The message in ``lang``: Chinese for any ``zh`` locale, English otherwise."""
        return self.zh if lang.lower().startswith("zh") else self.en

    def as_dict(self) -> dict[str, str]:
        """A JSON-ready copy, for logs and API answers."""
        return {
            "field": self.field,
            "code": self.code,
            "zh": self.zh,
            "en": self.en,
            "severity": self.severity,
        }


class Rejected(ValueError):
    """Input that cannot be used at all; carries the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" | ".join(f"{p.field}: {p.zh} {p.en}" for p in problems))
        self.problems = problems


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those of ``problems`` that stop a record."""
    return [problem for problem in problems if problem.severity == "error"]
