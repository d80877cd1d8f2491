"""Tables of the extension."""

from __future__ import annotations

from .protection import MaskingAudit, MaskingGrant, MaskingProtection
from .scan import MaskingScan
from .upload import MaskingUpload

__all__ = ["MaskingAudit", "MaskingGrant", "MaskingProtection", "MaskingScan", "MaskingUpload"]
