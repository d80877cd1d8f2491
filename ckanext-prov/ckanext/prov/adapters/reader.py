"""Who reads, and what of the log this reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.lib.plugins import get_permission_labels
from ckan.types import Context


@dataclass(frozen=True)
class Reader:
    """``user`` is a name, empty for the public; ``all_seeing`` is the system itself."""

    user: str = ""
    all_seeing: bool = False
    _seen: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, context: Context) -> Reader:
        """Whoever an action runs for."""
        user = context.get("auth_user_obj")
        name = str(getattr(user, "name", None) or context.get("user") or "")
        return cls(name, bool(context.get("ignore_auth")) or authz.is_sysadmin(name))

    @property
    def context(self) -> Context:
        """A context in which an action runs for this reader."""
        if self.all_seeing:
            return Context(ignore_auth=True, user=self.user)
        return Context(user=self.user, auth_user_obj=self._user, ignore_auth=False)  # type: ignore[typeddict-item]

    def holds(self, labels: Collection[str]) -> bool:
        """Whether a dataset with these permission labels shows to the reader."""
        return self.all_seeing or not self._labels.isdisjoint(labels)

    def shown(self, labels: Any) -> list[Any]:
        """Conditions on a column of permission labels; none for who sees everything."""
        return [] if self.all_seeing else [labels.overlap(sorted(self._labels))]

    def may(self, action: str, dataset_id: str) -> bool:
        """Whether the reader may do ``action`` (an auth function) with a dataset."""
        if self.all_seeing:
            return True
        try:
            tk.check_access(action, self.context, {"id": dataset_id})
        except (tk.NotAuthorized, tk.ObjectNotFound):
            return False
        return True

    def sees(self, dataset_id: str) -> bool:
        """Whether the reader may know of a dataset; one that does not exist is not seen."""
        if dataset_id not in self._seen:
            there = model.Session.get(model.Package, dataset_id) is not None
            self._seen[dataset_id] = there and self.may("package_show", dataset_id)
        return self._seen[dataset_id]

    def datasets(self, ids: Iterable[str]) -> list[model.Package]:
        """Those of the datasets ``ids`` that the reader may know of."""
        query = sa.select(model.Package).where(model.Package.id.in_(sorted(set(ids))))
        return [found for found in model.Session.scalars(query) if self.sees(found.id)]

    @cached_property
    def _user(self) -> model.User | None:
        return model.User.get(self.user) if self.user else None

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(get_permission_labels().get_user_dataset_labels(self._user))  # type: ignore[arg-type]


PUBLIC = Reader()


def visible(context: Context, reference: str) -> tuple[model.Package, Reader]:
    """The dataset called ``reference`` and who reads it.

    Raises ObjectNotFound for one that does not exist and for one that may not be seen, alike.
    """
    reader, package = Reader.of(context), model.Package.get(reference)
    if package is None or not reader.sees(package.id):
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    return package, reader
