"""Checks a policy's file."""

from __future__ import annotations

from pathlib import Path

from ckanext.masking.domain.policy.loading import PolicyError, read_policy
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.policy.ready import READY, ready_made
from govopen_common.problem import Problem


def check_policy(path: Path) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy in a file, or what is wrong with it. Raises ``OSError``."""
    try:
        return read_policy(path.read_text("utf-8"), path.name), ()
    except UnicodeDecodeError:
        zh = "策略文件应为 UTF-8 编码，请另存"
        en = "a policy must be in UTF-8; save it so"
        return None, (Problem(path.name, "encoding", zh, en),)
    except PolicyError as error:
        return None, error.problems


def named_policy(text: str) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The ready-made policy of that name, or the one in the file of that path."""
    if text in READY:
        return ready_made(text), ()
    path = Path(text)
    if path.is_file():
        return check_policy(path)
    zh = f"没有这个文件，也不是自带策略（{'、'.join(READY)}），请核对"
    en = f"no such file, and none of the ready-made policies ({', '.join(READY)}); check it"
    return None, (Problem("policy", "policy_missing", zh, en),)
