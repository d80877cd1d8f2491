"""What sentences are made with: the reader's language, and names of what entries name by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from ckanext.prov.domain.disclosure import HIDDEN
from ckanext.prov.domain.record import Entity

MOST_NAMES = 6
"""Names that a sentence lists; the rest is counted."""


class Words(Protocol):
    """The reader's language: gettext's two functions, and what stands between names in a list."""

    comma: str

    def gettext(self, message: str) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int) -> str: ...


def _nothing() -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Known:
    """Names that the reader may know, by id; what is not here is told of without a name.

    ``datasets``: titles of other datasets. ``resources``: names of resources, also of those other
    datasets. ``organizations``: titles of departments. ``field``: the label of a metadata field.
    """

    dataset_id: str
    datasets: Mapping[str, str] = field(default_factory=_nothing)
    resources: Mapping[str, str] = field(default_factory=_nothing)
    organizations: Mapping[str, str] = field(default_factory=_nothing)
    field: Callable[[str], str] = str


def quoted(words: Words, name: str) -> str:
    return words.gettext("“{name}”").format(name=name)


def listed(words: Words, names: Iterable[str]) -> str:
    """Names with commas between them, the first few of many."""
    found = list(names)
    shown = words.comma.join(found[:MOST_NAMES])
    rest = len(found) - MOST_NAMES
    if rest <= 0:
        return shown
    more = words.ngettext("{names} and {n} more", "{names} and {n} more", rest)
    return more.format(names=shown, n=rest)


def resource(words: Words, known: Known, resource_id: str) -> str:
    """A resource by its name; one that has none, or is gone, by what it is."""
    if resource_id in known.resources:
        name = known.resources[resource_id]
        return quoted(words, name) if name else words.gettext("a resource without a name")
    return words.gettext("a resource that was removed later")


def entity(words: Words, known: Known, one: Entity) -> str:
    """What an activity used or made, as far as the reader may know it."""
    ident, _, rest = one.id.partition("/")
    if one.kind == "record":
        if one.id.startswith(HIDDEN):
            return words.gettext("a record of the source")
        return one.label or one.id
    if one.id.startswith(HIDDEN):
        return _hidden(words, one)
    if one.kind in ("resource", "file"):
        return resource(words, known, ident)
    if one.kind == "version":
        return words.gettext("version {label}").format(label=rest)
    if ident == known.dataset_id:
        return words.gettext("the dataset")
    if ident in known.datasets:
        return quoted(words, known.datasets[ident])
    return _hidden(words, one)


def plan(words: Words, one: Entity) -> str:
    """A policy, a profile or a workflow: ``KIND/NAME/VERSION``."""
    kind, _, rest = one.id.partition("/")
    name, _, version = rest.rpartition("/") if "/" in rest else (rest, "", "")
    if one.label:
        name, version = one.label, ""  # a label says which version it is
    elif name == "unnamed":
        name = ""
    names = {
        "masking": words.gettext("masking policy"),
        "harvest": words.gettext("harvest profile"),
        "workflow": words.gettext("workflow"),
    }
    shown = (names.get(kind, kind), quoted(words, name) if name else "", f"v{version}")
    return " ".join(part for part in (shown if version else shown[:2]) if part)


def count_of(value: object) -> int:
    """How many a detail tells of: a number, or the length of a list; 0 for anything else."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value
    if isinstance(value, list | tuple):
        return len(cast("list[object]", value))
    if isinstance(value, Mapping):
        return sum(count_of(one) for one in cast("Mapping[str, object]", value).values())
    return 0


def _hidden(words: Words, one: Entity) -> str:
    names = {
        "dataset": words.gettext("a dataset that is not public"),
        "version": words.gettext("a version that is not public"),
        "resource": words.gettext("a resource that is not public"),
        "file": words.gettext("a file that is not public"),
    }
    return names.get(one.kind, words.gettext("something that is not public"))
