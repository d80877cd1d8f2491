"""Readers of tables: one file for each family of formats, found by being here."""

from __future__ import annotations

from govopen_common import registry

registry.modules(__name__)
