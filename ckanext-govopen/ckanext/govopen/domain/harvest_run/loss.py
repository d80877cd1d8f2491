"""The safety check before records that a source no longer lists are withdrawn."""

from __future__ import annotations

from typing import Final

from govopen_common.problem import Problem

DEFAULT_MAX_LOSS: Final = 0.3
"""Share of a source's records that may vanish at once. A choice of this project: platforms
withdraw a few entries at a time, a listing that lost a third is a fault until somebody says not."""

_FEW: Final = 3
"""So few records may always vanish: of a source with four entries one is a quarter."""


def loss_problem(live: int, vanished: int, max_loss: float, missing: int = 0) -> Problem | None:
    """Why nothing may be withdrawn, or None when it may: an error stops the run to ask.

    ``live`` counts the source's datasets that are not withdrawn, ``vanished`` those of them the
    listing no longer has, ``missing`` by how many the listing fell short of its own total: then
    the rest is harvested and a warning told. ``max_loss`` 1 trusts the source in all.
    """
    if vanished == 0 or max_loss >= 1:
        return None
    if missing > 0:
        return Problem(
            "list",
            "short-list",
            f"来源称有更多记录，但列表少了 {missing} 条，不能据此下架 {vanished} 条；"
            "请稍后重试，确认无误时用 --accept-loss",
            f"the list fell {missing} records short of what the source announced, so {vanished}"
            " datasets cannot be withdrawn on it; try again, or use --accept-loss when it is right",
            "warning",
        )
    if vanished <= _FEW and vanished < live:
        return None
    if vanished <= live * max_loss:
        return None
    return Problem(
        "list",
        "loss",
        f"来源一次少了 {live} 条中的 {vanished} 条，超过允许的 {max_loss:.0%}，已停止，"
        "未下架任何数据；确认来源确已撤下时用 --accept-loss，或调整来源配置 max_loss",
        f"{vanished} of {live} records vanished at once, more than the {max_loss:.0%} allowed; "
        "nothing was withdrawn. Use --accept-loss when the source did remove them, or set max_loss",
    )
