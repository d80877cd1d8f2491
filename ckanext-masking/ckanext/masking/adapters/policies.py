"""Which policy holds for a dataset, by the administrator's settings; uploaders do not choose."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Final, NamedTuple

from ckan import model
from ckanext.masking import config
from ckanext.masking.domain.engine.checking import check_policy
from ckanext.masking.domain.policy.loading import PolicyError, read_policy
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.policy.ready import ready_text
from govopen_common.problem import Problem

log = logging.getLogger(__name__)


NO_KEY: Final = Problem(
    "policy",
    "key_missing",
    "策略需要主密钥，而环境变量中没有，请管理员设置",
    "the policy needs the master key, and the environment has none; ask the administrator",
)


class Subject(NamedTuple):
    """What rules may ask for: a dataset and its department, each by name and id."""

    dataset: tuple[str, ...]
    department: tuple[str, ...]


def subject(package_id: str) -> Subject:
    """The names by which rules know a dataset."""
    package = model.Session.get(model.Package, package_id)
    if package is None:
        return Subject((package_id,), ())
    owner = model.Session.get(model.Group, package.owner_org or "")
    return Subject((package.name, package.id), (owner.name, owner.id) if owner else ())


def policy_for(about: Subject) -> tuple[Policy, Problem | None]:
    """The policy of a dataset; the closed one, and what is wrong, when it cannot be loaded."""
    chosen = config.policy_of()
    names = (*about.dataset, *about.department)
    name = next((chosen[one] for one in names if one in chosen), config.policy())
    try:
        found, problems = _named(name)
    except Exception:
        # Whatever goes wrong here, publishing by no policy would be worse.
        log.exception("the policy %s cannot be loaded", name)
        found, problems = None, ()
    if found is not None:
        return found, None
    return Policy.closed(), problems[0] if problems else _unreadable(name)


def _named(name: str) -> tuple[Policy | None, tuple[Problem, ...]]:
    text = ready_text(name)
    if text is not None:
        return _read(text, f"{name}.yaml")
    folder = config.policies_folder()
    if folder is None or not name.replace("-", "").replace("_", "").isalnum():
        return None, ()
    path = folder / f"{name}.yaml"
    try:
        return _read(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError:
        return check_policy(path)


@lru_cache(maxsize=64)
def _read(text: str, name: str) -> tuple[Policy | None, tuple[Problem, ...]]:
    """A policy's text is read at each use and understood once: that takes as long as masking a
    small file."""
    try:
        return read_policy(text, name), ()
    except PolicyError as error:
        return None, error.problems


def _unreadable(name: str) -> Problem:
    zh = f"策略 {name} 无法读取，请管理员核对设置"
    en = f"the policy {name} cannot be read; ask the administrator to check the settings"
    return Problem("policy", "policy_unreadable", zh, en)
