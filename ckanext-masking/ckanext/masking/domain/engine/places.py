"""Coordinates of GeoJSON, which are arrays of numbers, through the operator for coordinates."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from ckanext.masking.domain.geometry import Grid
from ckanext.masking.domain.operators import Mask
from ckanext.masking.domain.operators.grid import GridMask

NONE: Final = "[]"
"""An empty geometry (RFC 7946, 3.1), for operators that are not made for coordinates."""
_BOXES: Final = (4, 6)


def mask_places(text: str | None, mask: Mask) -> str | None:
    """An array of positions on the grid, heights left out; rings stay closed, borders shared.

    ``[]`` for other operators, and for an array that holds anything but numbers.
    """
    if text is None:
        return None
    if not isinstance(mask, GridMask):
        return NONE
    try:
        return json.dumps(_snapped(json.loads(text), mask.grid))
    except (ValueError, TypeError, RecursionError, OverflowError):
        return NONE


def _snapped(given: Any, grid: Grid) -> Any:
    if not isinstance(given, list):
        raise TypeError
    items = cast("list[Any]", given)
    if any(isinstance(one, list) for one in items):
        return [_snapped(one, grid) for one in items]
    if len(items) in _BOXES:
        return grid.bbox(items)
    numbers = [one for one in items[:2] if isinstance(one, int | float)]
    if len(numbers) < len(items[:2]):
        raise TypeError
    return [grid.snap(float(one)) for one in numbers]
