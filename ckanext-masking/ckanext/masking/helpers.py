"""Helpers of the templates."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

__all__ = ["masking_state_label"]


def masking_state_label(state: str) -> str:
    """What becomes of a held file just now, in the reader's language."""
    labels = {
        "held": tk._("waiting to be checked"),
        "scanning": tk._("being checked"),
        "masking": tk._("being masked"),
        "review": tk._("waiting for a review"),
        "releasing": tk._("being published"),
        "released": tk._("published"),
        "refused": tk._("refused"),
        "returned": tk._("sent back"),
        "discarded": tk._("taken back"),
    }
    return labels.get(state, state)
