"""Credentials of a source and what is signed with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.govopen.domain.harvest.profile import Profile, Signature
from ckanext.govopen.domain.harvest.transport import SourceError


def looked_up(profile: Profile, credential: Callable[[str], str | None] | None) -> dict[str, str]:
    """The values of the credentials the profile names; raises SourceError for one not set."""
    found: dict[str, str] = {}
    for name in profile.credentials:
        value = credential(name) if credential else None
        if not value:
            raise SourceError(
                "credential",
                f"缺少凭据 {name}，请设环境变量 GOVOPEN_CREDENTIAL_{name.upper()}"
                "（来源另行命名的按其名），或写入设置",
                f"credential {name} is missing; set GOVOPEN_CREDENTIAL_{name.upper()}, or the name"
                " that the source gives it, in the environment or the settings",
            )
        found[name] = value
    return found


def signature(sign: Signature, context: Mapping[str, Any]) -> str:
    """The digest of the filled message, in the encoding that the profile names."""
    key = sign.key.filled(context).encode()
    message = sign.message.filled(context).encode()
    if sign.algorithm.startswith("hmac-"):
        digest = hmac.new(key, message, sign.algorithm.removeprefix("hmac-")).digest()
    else:
        # Named by the platform, not chosen here: md5 signs requests on older gateways.
        digest = hashlib.new(sign.algorithm, message, usedforsecurity=False).digest()
    return digest.hex() if sign.encoding == "hex" else base64.b64encode(digest).decode()
