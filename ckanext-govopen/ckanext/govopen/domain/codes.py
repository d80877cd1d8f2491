"""Resource codes (信息资源代码): ``<code of the sub-catalogue>/<number>``.

The 2017 guide builds the part before the slash from 类, 项, 目 and 细目, whose width differs from
province to province. It is therefore opaque here and never sliced by width; only the slash divides.
"""

from __future__ import annotations

import re

NUMBER_WIDTH = 6
MAX_LENGTH = 64  # 2017 guide, item 3
_CODE = re.compile(r"(?P<prefix>[0-9A-Za-z]+)/(?P<number>[0-9]{1,12})", re.ASCII)


def make(prefix: str, number: int) -> str:
    """The resource code of the ``number``-th (from 1) dataset below ``prefix``.

    Raises ``ValueError`` when the parts do not make a code.
    """
    code = f"{prefix}/{number:0{NUMBER_WIDTH}d}"
    if number < 1 or not is_code(code):
        raise ValueError(f"no resource code can be made of {prefix!r} and {number}")
    return code


def is_code(text: str) -> bool:
    """Whether ``text`` has the form of a resource code of at most 64 characters."""
    return len(text) <= MAX_LENGTH and _CODE.fullmatch(text) is not None


def split(code: str) -> tuple[str, int] | None:
    """The prefix and the number of a resource code, or None when it is none."""
    match = _CODE.fullmatch(code) if len(code) <= MAX_LENGTH else None
    return (match["prefix"], int(match["number"])) if match else None
