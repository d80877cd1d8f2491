"""What is to be done to a file, beside the policy: where its keys come from, and who chose what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.formats.base import Limits
from ckanext.masking.domain.keys import DatasetKeys
from ckanext.masking.domain.policy.model import Action
from ckanext.masking.domain.policy.question import Reader

Progress = Callable[[str, int], None]
"""Told the step (``scan``, ``survey``, ``write``) and the rows done since it was last told."""


def _silent(step: str, rows: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Order:
    """How to treat one file.

    ``chosen`` are actions that somebody decided on, by table and column number; they go before
    the policy. ``reader`` is who reads, in dynamic masking. ``keep_suspects`` says that somebody
    looked at the suspects and they may stay. ``people`` is found out by the survey.
    ``sensitivity`` is that of the data elements by column name, ``dataset`` and ``department`` the
    names (and ids) that rules may ask for.
    """

    keys: DatasetKeys | None = None
    today: date | None = field(default_factory=date.today)
    dataset: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    sensitivity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    chosen: Mapping[tuple[str, int], Action] = field(default_factory=lambda: MappingProxyType({}))
    reader: Reader | None = None
    people: bool = True
    keep_suspects: bool = False
    detectors: Registry = field(default_factory=registry.load)
    limits: Limits = field(default_factory=Limits)
    progress: Progress = _silent
