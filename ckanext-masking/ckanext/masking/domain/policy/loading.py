"""Reads a policy from YAML; what is wrong is told all at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from ckanext.masking.domain.detectors import registry as detector_registry
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy import dynamic
from ckanext.masking.domain.policy.model import (
    CLEAR,
    REDACT,
    Action,
    Condition,
    Demand,
    Policy,
    Rule,
    fold,
)
from ckanext.masking.domain.policy.pattern import Pattern, PatternError
from ckanext.masking.domain.risk.model import MODELS
from govopen_common.lined_yaml import Faults, parse
from govopen_common.problem import Problem, Rejected
from govopen_common.section import Section, plain
from govopen_common.words import unknown_word

FORMAT: Final = 1
MOST_RULES: Final = 500
MOST_DAYS: Final = 36_500
"""Days for which a policy may ask to keep originals; the site's own bound is a setting."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_CERTAINTIES: Final[Mapping[str, Certainty]] = {one.name.lower(): one for one in Certainty}
_TOP: Final = (
    *("policy", "name", "version", "title", "description"),
    *("model", "demand", "rules", "default", "keep_original"),
)
_WHEN: Final = (
    *("detector", "certainty", "column", "pattern", "sensitivity"),
    *("dataset", "department", "role", "grant", "in_text", "people"),
)


class PolicyError(Rejected):
    """A policy that cannot be used; the ``field`` of each problem is ``<file>:<line>``."""


def read_policy(text: str, name: str, detectors: Collection[str] | None = None) -> Policy:
    """The policy of YAML ``text``; ``name`` is what problems call the file.

    ``detectors`` are the names that rules may use, those installed by default; give them with a
    department's own patterns among them. Raises ``PolicyError`` with every fault.
    """
    faults = Faults(name, "policy")
    known = detector_registry.load() if detectors is None else detectors
    top = parse(text, faults)
    policy = _policy(top.only(*_TOP), known) if top is not None else None
    if policy is None or faults.found:
        raise PolicyError(*faults.in_order())
    return policy


def read_or_closed(
    text: str | None, name: str, detectors: Collection[str] | None = None
) -> tuple[Policy, tuple[Problem, ...]]:
    """The policy of ``text``, or the one that masks everything, with what was wrong.

    ``text`` None says that there is no such file.
    """
    if text is None:
        zh = f"没有策略 {name}，请检查名称；在此之前全部遮盖"
        en = f"there is no policy {name}; check the name. Until then everything is masked"
        return Policy.closed(), (Problem(name, "policy_missing", zh, en),)
    try:
        return read_policy(text, name, detectors), ()
    except PolicyError as error:
        return Policy.closed(), error.problems


def _policy(top: Section, detectors: Collection[str]) -> Policy:
    for key in ("policy", "name", "version", "title", "rules"):
        top.need(key)
    if top.plain("policy") not in (None, FORMAT):
        top.fault(
            "policy", "目前只有格式 1，请写 policy: 1", "only format 1 exists; write policy: 1"
        )
    name = top.text("name")
    if name and not _NAME.fullmatch(name):
        zh = "只能用小写字母、数字和连字符，且不超过 60 个字符"
        top.fault("name", zh, "use small letters, digits and hyphens, at most 60")
    zh, en = _title(top)
    default = top.section("default")
    sensitive, other = (REDACT, CLEAR) if default is None else _defaults(default)
    policy = Policy(
        name=name,
        version=top.text("version"),
        zh=zh,
        en=en,
        rules=_rules(top, detectors),
        sensitive=sensitive,
        other=other,
        demand=_demand(top),
        model=top.choice("model", MODELS, ""),
        keep_original=_days(top),
    )
    dynamic.check(policy, top.lines.get("rules", top.line), top.faults)
    return policy


def _days(top: Section) -> int | None:
    if top.plain("keep_original") is None:
        return None
    return top.integer("keep_original", 0, 0, MOST_DAYS)


def _title(section: Section) -> tuple[str, str]:
    title = section.section("title")
    if title is None:
        return "", ""
    for key in ("zh", "en"):
        title.only("zh", "en").need(key)
    return title.text("zh"), title.text("en")


def _defaults(default: Section) -> tuple[Action, Action]:
    default.only("sensitive", "other")
    sensitive = _action(default, "sensitive", REDACT)
    if sensitive.operator == CLEAR.operator:
        zh = "未写明的敏感内容不能原样保留，请用 redact 等"
        default.fault("sensitive", zh, "what no rule names must be masked; use redact or another")
    return sensitive, _action(default, "other", CLEAR)


def _demand(top: Section) -> Demand | None:
    section = top.section("demand")
    if section is None:
        return None
    section.only("k", "quasi_identifiers", "l", "sensitive", "suppress")
    section.need("k")
    return Demand(
        k=section.integer("k", 2, 2, 10_000),
        quasi_identifiers=section.texts("quasi_identifiers"),
        l=section.integer("l", 1, 1, 1_000),
        sensitive=section.texts("sensitive"),
        suppress=bool(section.yes("suppress")),
    )


def _rules(top: Section, detectors: Collection[str]) -> tuple[Rule, ...]:
    sections = top.sections("rules")
    if len(sections) > MOST_RULES:
        zh, en = f"规则不得多于 {MOST_RULES} 条，请拆分", f"at most {MOST_RULES} rules; split them"
        top.fault("rules", zh, en)
        return ()
    rules: list[Rule] = []
    for section in sections:
        rule = _rule(section.only("id", "title", "when", "do", "review"), detectors)
        if rule.id in {earlier.id for earlier in rules}:
            zh = f"编号 {rule.id} 已用过，请另取一个"
            section.fault("id", zh, f"the id {rule.id} is taken; choose another")
        rules.append(rule)
    return tuple(rules)


def _rule(section: Section, detectors: Collection[str]) -> Rule:
    for key in ("id", "when", "do"):
        section.need(key)
    identifier = section.text("id")
    if identifier and not _NAME.fullmatch(identifier):
        zh = "只能用小写字母、数字和连字符，且不超过 60 个字符"
        section.fault("id", zh, "use small letters, digits and hyphens, at most 60")
    zh, en = _title(section)
    when = section.section("when")
    return Rule(
        id=identifier,
        zh=zh or identifier,
        en=en or identifier,
        when=_condition(when.only(*_WHEN), detectors) if when is not None else Condition(),
        do=_action(section, "do", REDACT),
        review=bool(section.yes("review")),
        line=section.line,
    )


def _condition(when: Section, detectors: Collection[str]) -> Condition:
    if not when.nodes:
        zh = "条件不能为空；其余内容的处理写在 default"
        when.fault("when", zh, "must not be empty; what is left is for default")
    names = when.texts("detector")
    for name in names:
        if name not in detectors:
            when.fault("detector", *unknown_word(name, sorted(detectors)))
    word = when.choice("certainty", _CERTAINTIES, "suspect")
    return Condition(
        detectors=frozenset(names),
        certainty=_CERTAINTIES.get(word, Certainty.SUSPECT),
        # Of fnmatch's wildcards only * and ? are offered: 金额[元] is a name like any other.
        columns=tuple(fold(column).replace("[", "[[]") for column in when.texts("column")),
        pattern=_pattern(when),
        sensitivity=frozenset(when.texts("sensitivity")),
        datasets=frozenset(when.texts("dataset")),
        departments=frozenset(when.texts("department")),
        roles=frozenset(when.texts("role")),
        grants=frozenset(when.texts("grant")),
        in_text=when.yes("in_text", None),
        people=when.yes("people", None),
    )


def _pattern(when: Section) -> Pattern | None:
    text = when.text("pattern")
    if not text:
        return None
    try:
        return Pattern.of(text)
    except PatternError as error:
        zh = f"不是可用的正则表达式（{error}）；不支持环视与反向引用"
        en = (
            f"no usable regular expression ({error}); look-around and back-references are not there"
        )
        when.fault("pattern", zh, en)
        return None


def _action(section: Section, key: str, usual: Action) -> Action:
    """An operator's name, or a mapping of ``operator`` and its parameters."""
    if section.plain(key) is None:
        return usual
    given: Any = plain(section.nodes[key])
    if isinstance(given, str):
        given = {"operator": given}
    if not isinstance(given, dict):
        zh = "应为操作名，或含 operator 的键值对"
        section.fault(key, zh, "must be an operator's name, or a mapping with operator")
        return usual
    parameters = cast("dict[str, Any]", given)
    inner = section.section(key) if len(parameters) > 1 else section
    name = parameters.pop("operator", None)
    operator = registry().get(name) if isinstance(name, str) else None
    if operator is None:
        section.fault(key, *unknown_word(str(name or ""), sorted(registry())))
        return usual
    for problem in operator.validate(parameters, section.at(key)):
        _tell(section, inner, key, problem)
    return Action(operator.name, MappingProxyType(parameters))


def _tell(section: Section, inner: Section | None, key: str, problem: Problem) -> None:
    """Note an operator's ``problem`` on the line of the parameter, or of the action."""
    parameter = problem.field.rpartition(".")[2]
    if inner is not None and inner is not section and parameter in inner.lines:
        inner.fault(parameter, problem.zh, problem.en)
    else:
        section.fault(key, problem.zh, problem.en)
