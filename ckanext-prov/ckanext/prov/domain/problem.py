"""What is wrong with a statement, said in both languages of the interface.

The extension also runs where govopen is not installed, so it has a type of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: ``subject`` names the statement, ``zh`` and ``en`` say what to do about it.

    ``code`` is a stable word that programs may rely on.
    """

    subject: str
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
            "subject": self.subject,
            "code": self.code,
            "zh": self.zh,
            "en": self.en,
            "severity": self.severity,
        }


class Rejected(ValueError):
    """Input that cannot be used at all; carries the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" | ".join(f"{p.subject}: {p.zh} {p.en}" for p in problems))
        self.problems = problems
