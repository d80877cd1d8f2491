"""What is wrong with a policy, a parameter or a file, said in both languages of the interface.

The extension also runs where govopen is not installed, so it has a type of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: ``field`` names where, ``zh`` and ``en`` say what is wrong and what to do.

    ``code`` is a stable word that programs may rely on. No text of a problem ever quotes a value
    of the data; names of columns and words of a policy it may quote.
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
