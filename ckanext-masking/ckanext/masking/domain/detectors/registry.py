"""Brings the detectors together: those of this package, of entry points, and a department's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import entry_points

from ckanext.masking.domain.detectors import base
from ckanext.masking.domain.detectors.base import Detector
from govopen_common.registry import modules


class Registry(Mapping[str, Detector]):
    """Detectors by name, in the order of their ranks and names."""

    def __init__(self, detectors: Iterable[Detector]) -> None:
        """Raises ValueError when two have the same name."""
        ordered = sorted(detectors, key=lambda d: (d.rank, d.name))
        self._by_name = {detector.name: detector for detector in ordered}
        if len(self._by_name) < len(ordered):
            names = [detector.name for detector in ordered]
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"two detectors are named {', '.join(twice)}")
        self.ranks: Mapping[str, int] = {name: n for n, name in enumerate(self._by_name)}

    def __getitem__(self, name: str) -> Detector:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def only(self, names: Iterable[str]) -> Registry:
        """Those of the given names. Raises KeyError for an unknown one."""
        return Registry([self._by_name[name] for name in names])

    def also(self, detectors: Iterable[Detector]) -> Registry:
        """These and ``detectors``. Raises ValueError when a name is taken."""
        return Registry([*self._by_name.values(), *detectors])


@lru_cache(maxsize=1)
def load() -> Registry:
    """Every detector that is installed: modules of this package, then entry points.

    Raises ValueError for two of the same name and TypeError for an entry point that is none.
    """
    return Registry([*_own(), *_others()])


def _own() -> Iterator[Detector]:
    for module in modules("ckanext.masking.domain.detectors"):
        found = getattr(module, "DETECTOR", None)
        if isinstance(found, Detector):
            yield found


def _others() -> Iterator[Detector]:
    for entry in entry_points(group=base.ENTRY_POINTS):
        found = entry.load()
        if not isinstance(found, Detector):
            raise TypeError(f"the entry point {entry.name} ({entry.value}) is no Detector object")
        yield found
