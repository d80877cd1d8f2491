"""Pages of the portal; ``__all__`` lists the blueprints that CKAN registers."""

from __future__ import annotations

__all__: list[str] = []
