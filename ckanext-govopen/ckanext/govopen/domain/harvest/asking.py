"""Compiles how a source is asked: requests, unwrapping steps, rules for failures, statuses."""

from __future__ import annotations

import re
from typing import Final, cast

import yaml
from ckanext.govopen.domain.harvest.building import Builder
from ckanext.govopen.domain.harvest.expression import Body, compile_template
from ckanext.govopen.domain.harvest.keys import SECTIONS, UNWRAP
from ckanext.govopen.domain.harvest.profile import (
    ErrorKind,
    ErrorRule,
    RequestSpec,
    Signature,
    Unwrap,
)
from govopen_common.section import Section, plain
from govopen_common.words import unknown_word

_METHODS: Final = ("GET", "POST", "PUT")
_ALGORITHMS: Final = ("hmac-sha256", "hmac-sha1", "sha256", "md5")
_ERROR_KINDS: Final = ("error", "gone", "login", "retry")


def request(builder: Builder, reader: Section, key: str) -> RequestSpec | None:
    """The request under ``key``, which must be there."""
    part = reader.section(key, SECTIONS["request"])
    if part is None:
        if not reader.has(key):
            reader.need(key)
        return None
    bodies = [word for word in ("form", "json", "body") if part.has(word)]
    if len(bodies) > 1:
        part.fault(
            bodies[1],
            "form、json、body 只能有一个",
            "only one of form, json and body may be there",
        )
    url = builder.template(part, "url") if part.need("url") else None
    if url is None:
        return None
    return RequestSpec(
        method=part.choice("method", _METHODS, "POST" if bodies else "GET"),
        url=url,
        params=builder.body(part, "params") or Body({}),
        headers=builder.body(part, "headers") or Body({}),
        form=builder.body(part, "form"),
        json=builder.body(part, "json"),
        body=builder.template(part, "body"),
        sign=_sign(builder, part),
    )


def _sign(builder: Builder, part: Section) -> Signature | None:
    sign = part.section("sign", SECTIONS["sign"])
    if sign is None:
        return None
    message = builder.template(sign, "message") if sign.need("message") else None
    if message is None:
        return None
    return Signature(
        algorithm=sign.choice("algorithm", _ALGORITHMS, "hmac-sha256"),
        key=builder.template(sign, "key") or compile_template(""),
        message=message,
        encoding=sign.choice("encoding", ("base64", "hex"), "base64"),
    )


def unwrap(builder: Builder, reader: Section) -> tuple[Unwrap, ...]:
    """The ``unwrap`` list; ``[json]`` when there is none."""
    node = reader.nodes.get("unwrap")
    if node is None:
        return (Unwrap("json"),)
    several = isinstance(node, yaml.SequenceNode)
    nodes = cast("list[yaml.Node]", node.value) if several else [node]
    steps: list[Unwrap] = []
    for entry in nodes:
        line = entry.start_mark.line + 1
        if isinstance(entry, yaml.MappingNode):
            part = Section(entry, reader.at("unwrap"), reader.faults)
            for key in part.names:
                if key != "select":
                    reader.faults.add(line, part.path, *unknown_word(key, ("select",)))
            steps.append(Unwrap("select", builder.value(part, "select", required=True)))
            continue
        word = str(plain(entry))
        if word not in UNWRAP:
            reader.faults.add(line, reader.at("unwrap"), *unknown_word(word, UNWRAP))
        steps.append(Unwrap(word))
    return tuple(steps)


def errors(builder: Builder, reader: Section) -> tuple[ErrorRule, ...]:
    """The ``errors`` rules of ``reader``."""
    rules: list[ErrorRule] = []
    for part in reader.sections("errors", SECTIONS["error"], single=True):
        when = builder.value(part, "when", required=True)
        kind = cast("ErrorKind", part.choice("kind", _ERROR_KINDS, "error"))
        if when is not None:
            rules.append(ErrorRule(when, builder.value(part, "message"), kind))
    return tuple(rules)


def statuses(reader: Section | None, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """HTTP statuses under ``key``."""
    if reader is None or not reader.has(key):
        return default
    words = reader.texts(key, least=0)
    if all(re.fullmatch(r"[1-5]\d\d", word) for word in words):
        return tuple(int(word) for word in words)
    reader.fault(key, "应为 HTTP 状态码，如 [404]", "must be HTTP statuses such as [404]")
    return default
