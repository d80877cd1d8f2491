"""How long properties are tried: `--hypothesis-profile=long` looks ten times as far."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unit", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=500, deadline=None)
settings.load_profile("unit")
