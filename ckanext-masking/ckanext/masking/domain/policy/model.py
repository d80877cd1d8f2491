"""A masking policy: rules in order, of which the first that matches decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy.pattern import Pattern
from ckanext.masking.domain.policy.question import (
    Decision,
    Question,
    Reader,
)


@dataclass(frozen=True, slots=True)
class Action:
    """An operator with its parameters, as a policy writes it."""

    operator: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


REDACT = Action("redact")
CLEAR = Action("clear")


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule matches: every part that is given must hold; of a list, one entry suffices.

    ``columns`` are names with ``*`` and ``?`` as wildcards, compared without regard to width and
    case. ``in_text`` None matches whole values and pieces of text alike,
    ``people`` None files about people and others.
    """

    detectors: frozenset[str] = frozenset()
    certainty: Certainty = Certainty.SUSPECT
    columns: tuple[str, ...] = ()
    pattern: Pattern | None = None
    sensitivity: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()
    in_text: bool | None = None
    people: bool | None = None

    def matches(self, question: Question, reader: Reader | None, clears: bool = False) -> bool:
        """Whether the condition holds for ``question`` asked by ``reader``.

        A rule that ``clears`` for certain detectors holds only where nothing else was found: of
        a column with credit codes and telephone numbers the numbers do not go out with the codes.
        """
        return (
            self._found(question)
            and not (clears and self._more_found(question))
            and self.might_match(question, reader)
            and self.in_text in (None, question.in_text)
            and self.people in (None, question.people)
        )

    def might_match(self, question: Question, reader: Reader | None) -> bool:
        """Whether the condition holds for some findings in the column that is asked about."""
        return (
            self._named(question.column)
            and (not self.sensitivity or question.sensitivity in self.sensitivity)
            and _one_of(self.datasets, question.dataset)
            and _one_of(self.departments, question.department)
            and _one_of(self.roles, reader.roles if reader else ())
            and _one_of(self.grants, reader.grants if reader else ())
        )

    @property
    def by_finding(self) -> bool:
        """Whether it depends on what is found, and where."""
        found = bool(self.detectors) or self.certainty > Certainty.SUSPECT
        return found or self.in_text is not None or self.people is not None

    def has_name(self, column: str) -> bool:
        """Whether the column's very name is given, not a pattern that it matches."""
        return any(name == fold(column) for name in self.columns)

    def _found(self, question: Question) -> bool:
        if not self.detectors and self.certainty == Certainty.SUSPECT:
            return True
        return any(
            (not self.detectors or found.detector in self.detectors)
            and found.certainty >= self.certainty
            for found in question.found
        )

    def _more_found(self, question: Question) -> bool:
        found = {one.detector for one in question.found}
        return bool(self.detectors) and not found <= self.detectors

    def _named(self, column: str) -> bool:
        if not self.columns and self.pattern is None:
            return True
        name = fold(column)
        if any(fnmatchcase(name, wanted) for wanted in self.columns):
            return True
        return self.pattern is not None and self.pattern.search(name)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id and names, when it matches, what it does, and its line in the file."""

    id: str
    zh: str
    en: str
    when: Condition
    do: Action
    review: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """That groups of ``quasi_identifiers`` (columns; none: those proposed) have ``k`` rows.

    ``l`` asks that each group holds so many distinct values of each of ``sensitive``. Where
    ``suppress``, the quasi-identifiers of rows in smaller groups are redacted to reach ``k``.
    """

    k: int
    quasi_identifiers: tuple[str, ...] = ()
    l: int = 1  # noqa: E741 - the field's own letter, as in l-diversity
    sensitive: tuple[str, ...] = ()
    suppress: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that has been read and found valid, or the one that masks everything.

    ``keep_original`` are the days for which an original is kept, encrypted, after its masked form
    is published; None leaves it to the site, 0 drops it.
    """

    name: str
    version: str
    zh: str
    en: str
    rules: tuple[Rule, ...]
    sensitive: Action = REDACT
    other: Action = CLEAR
    demand: Demand | None = None
    model: str = ""
    is_closed: bool = False
    keep_original: int | None = None

    @classmethod
    def closed(cls) -> Policy:
        """The policy when none could be loaded: every value of every column is redacted."""
        return cls(
            "closed", "0", "全部遮盖", "Everything masked", (), REDACT, REDACT, None, "", True
        )

    @property
    def is_dynamic(self) -> bool:
        """Whether any rule depends on who reads."""
        return any(rule.when.roles or rule.when.grants for rule in self.rules)

    @property
    def needs_key(self) -> bool:
        """Whether any of its operators works only with the master key."""
        operators = registry()
        return any(operators[do.operator].keyed for do in self.actions)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All that the policy may do: its rules' actions, then its defaults."""
        return (*(rule.do for rule in self.rules), self.sensitive, self.other)

    def decide(self, question: Question, reader: Reader | None = None) -> Decision:
        """What to do with what ``question`` describes, by the first rule that matches.

        ``reader`` is None in static masking. Without a match the default for sensitive columns
        holds when something was found or the data element is sensitive, else the other one.
        """
        for rule in self.rules:
            if rule.when.matches(question, reader, rule.do.operator == CLEAR.operator):
                return self._decision(rule.do, rule.id, review=rule.review, line=rule.line)
        if self.is_closed:
            return self._decision(REDACT, "closed")
        if question.sensitive:
            return self._decision(self.sensitive, "default.sensitive")
        return self._decision(self.other, "default.other")

    def foregone(self, question: Question) -> Decision | None:
        """What static masking does with a column whatever is found in it; None if that counts.

        A rule that clears must have the column's very name: what else a pattern may come to match
        is to be looked at.
        """
        for rule in self.rules:
            if not rule.when.might_match(question, None):
                continue
            clears = rule.do.operator == CLEAR.operator
            if rule.when.by_finding or (clears and not rule.when.has_name(question.column)):
                return None
            return self._decision(rule.do, rule.id, review=rule.review, line=rule.line)
        return self._decision(REDACT, "closed") if self.is_closed else None

    def _decision(self, do: Action, rule: str, *, review: bool = False, line: int = 0) -> Decision:
        return Decision(do.operator, rule, self.name, self.version, do.parameters, review, line)


def fold(name: str) -> str:
    """A column's name without what writers vary: width, case, spaces at the ends."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _one_of(wanted: frozenset[str], given: frozenset[str] | tuple[str, ...]) -> bool:
    return not wanted or not wanted.isdisjoint(given)
