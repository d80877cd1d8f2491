"""What is found by where it stands: one file each in a package, or an entry point elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from inspect import getmembers, isabstract, isclass
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import ClassVar, Protocol, TypeGuard, TypeVar

log = logging.getLogger(__name__)


class Named(Protocol):
    """What has a name, by which it is known."""

    name: ClassVar[str]


T = TypeVar("T")
N = TypeVar("N", bound=Named)


def modules(package: str) -> list[ModuleType]:
    """The modules of ``package``, imported, in the order of their names."""
    names = sorted(one.name for one in iter_modules(import_module(package).__path__))
    return [import_module(f"{package}.{name}") for name in names]


def here(package: str, base: type[T]) -> Iterator[T]:
    """One of each class of ``base`` that a module of ``package`` defines, by the modules' names."""
    for loaded in modules(package):
        for _, member in getmembers(loaded, isclass):
            if is_one(member, base) and member.__module__ == loaded.__name__:
                yield member()


def is_one(offered: object, base: type[T]) -> TypeGuard[type[T]]:
    """Whether ``offered`` is a class of ``base`` that can be made."""
    return isclass(offered) and issubclass(offered, base) and not isabstract(offered)


def by_name(package: str, base: type[N], group: str) -> Mapping[str, N]:
    """Those of ``package``, and those that others offer by the entry point ``group``, by name.

    One that cannot be loaded, is none, or takes a name is left out, with a line in the log.
    """
    kind = base.__name__.lower()
    found = {one.name: one for one in here(package, base)}
    for entry in entry_points(group=group):
        try:
            offered: object = entry.load()
        except Exception as error:  # a stranger's module may raise anything
            log.warning("%s %s was not loaded: %s", kind, entry.name, type(error).__name__)
            continue
        if not is_one(offered, base):
            log.warning("%s %s is no subclass of %s", kind, entry.name, base.__name__)
        elif offered.name in found:
            log.warning("%s %s has a name that is taken", kind, entry.name)
        else:
            found[offered.name] = offered()
    return MappingProxyType(found)
