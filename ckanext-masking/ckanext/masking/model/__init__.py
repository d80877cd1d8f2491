"""Tables of the extension."""

from __future__ import annotations

from .upload import MaskingUpload

__all__ = ["MaskingUpload"]
