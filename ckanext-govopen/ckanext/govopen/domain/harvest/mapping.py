"""Maps a raw record to the words of the dataset schema, as its profile says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final

from ckanext.govopen.domain.harvest import targets
from ckanext.govopen.domain.harvest.cleaning import is_empty
from ckanext.govopen.domain.harvest.coding import Coder, Resolver
from ckanext.govopen.domain.harvest.evaluate import evaluate, holds, rows_of
from ckanext.govopen.domain.harvest.expression import ExpressionError, as_text
from ckanext.govopen.domain.harvest.profile import Assumption, Profile, Rows, Value
from ckanext.govopen.domain.harvest.record import RawRecord, Record, content_hash
from ckanext.govopen.domain.harvest.targets import Target
from govopen_common.problem import Problem

Trace = Callable[[str, Any, Any], None]
"""Told of each field: its name, what was found, what it became."""

_PAGE: Final = "detail"


def map_record(
    profile: Profile,
    raw: RawRecord,
    resolver: Resolver,
    *,
    url: str = "",
    options: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    trace: Trace | None = None,
) -> Record:
    """The record that ``raw`` becomes; it never raises for what a source may send.

    ``resolver`` looks words up in the vocabularies; ``url`` and ``options`` are those of the
    source (placeholders may name them); ``now`` decides which dates lie in the future. A field
    that cannot be worked out is a problem that names it.
    """
    moment = now or datetime.now(timezone.utc)
    coder = Coder(resolver, profile.zone, moment, url)
    root = {
        **profile.options,
        **(options or {}),
        "base": url.rstrip("/"),
        **raw.documents,
        "id": raw.id,
    }
    mapper = _Mapper(coder, root, raw.documents, [], trace)
    fields = mapper.fields(profile.fields, targets.DATASET, "", mapper.page)
    root["fields"] = fields
    mapper.assume(profile.assumed, fields)
    elements = mapper.rows(profile.elements, targets.ELEMENT, "elements")
    if elements:
        fields["elements"] = elements
    resources = mapper.rows(profile.resources, targets.RESOURCE, "resources")
    mapper.check(fields, elements, resources)
    flags = [*raw.notes, *coder.flags]
    return Record(
        source_record_id=record_id(profile, raw.id),
        fields=fields,
        resources=_keyed(resources),
        flags=flags,
        problems=[] if raw.gone else mapper.problems,
        raw=raw.dump(),
        content_hash=content_hash(fields, resources, flags, raw.gone),
        gone=raw.gone,
    )


def record_id(profile: Profile, source_id: str) -> str:
    """The identity of the record ``source_id``: lower-cased when the profile folds case."""
    return source_id.lower() if profile.fold_case else source_id


@dataclass
class _Mapper:
    coder: Coder
    root: dict[str, Any]
    documents: Mapping[str, Any]
    problems: list[Problem]
    trace: Trace | None

    @property
    def page(self) -> Any:
        """What selectors and keys look in by default: the step ``detail``, else the list entry."""
        detail = self.documents.get(_PAGE)
        return self.documents.get("item") if detail is None else detail

    def fields(
        self, values: Mapping[str, Value], known: Mapping[str, Target], prefix: str, document: Any
    ) -> dict[str, Any]:
        """The fields of the dataset or of one row."""
        made: dict[str, Any] = {}
        for name, value in values.items():
            shown = f"{prefix}{name}"
            try:
                found = evaluate(value, self.root, document)
            except ExpressionError as error:
                self._problem(
                    shown,
                    "expression",
                    f"取值失败：{error}，请核对档案第 {value.line} 行",
                    f"the value cannot be found: {error}; check line {value.line} of the profile",
                )
                continue
            became = self.coder.coded(shown, known[name], value, found)
            if self.trace is not None:
                self.trace(shown, found, became)
            if not is_empty(became):
                made[name] = became
            elif value.required:
                self._missing(shown, found)
        return made

    def assume(self, assumed: Mapping[str, Assumption], fields: dict[str, Any]) -> None:
        """Fill what the source leaves empty with the profile's own words, and flag it."""
        for name, assumption in assumed.items():
            if name in fields or not self._wanted(assumption.when, self.page, name):
                continue
            word = assumption.value.const
            became = self.coder.coded(name, targets.DATASET[name], assumption.value, word)
            if is_empty(became):
                continue
            fields[name] = became
            self.coder.flag(
                name,
                "",
                f"来源没有提供此项，采用采集档案的默认值“{word}”",
                f"the source does not give this; the profile's default “{word}” was taken",
            )

    def rows(
        self, parts: tuple[Rows, ...], known: Mapping[str, Target], name: str
    ) -> list[dict[str, Any]]:
        """All rows of a repeating part, in the order of the profile."""
        made: list[dict[str, Any]] = []
        for part in parts:
            for row in self._entries(part, name):
                self.root["each"] = row
                if self._wanted(part.when, row, name):
                    row_made = self.fields(part.fields, known, f"{name}.{len(made)}.", row)
                    if row_made:
                        made.append(row_made)
        self.root.pop("each", None)
        return made

    def _entries(self, part: Rows, name: str) -> list[Any]:
        if part.items is None:
            return [self.page]
        try:
            return rows_of(part.items, self.root, self.page)
        except ExpressionError as error:
            self._row_problem(name, part.items, error)
            return []

    def _wanted(self, when: Value | None, document: Any, name: str) -> bool:
        try:
            return holds(when, self.root, document)
        except ExpressionError as error:
            self._row_problem(name, when, error)
            return False

    def _row_problem(self, name: str, value: Value | None, error: ExpressionError) -> None:
        line = value.line if value else 0
        self._problem(
            name,
            "expression",
            f"取值失败：{error}，请核对档案第 {line} 行",
            f"this cannot be worked out: {error}; check line {line} of the profile",
        )

    def check(
        self,
        fields: Mapping[str, Any],
        elements: list[dict[str, Any]],
        resources: list[dict[str, Any]],
    ) -> None:
        """Note what no dataset can do without."""
        if "title" not in fields:
            self._missing("title", None)
        for number, element in enumerate(elements):
            if "name" not in element:
                self._missing(f"elements.{number}.name", None)
        for number, resource in enumerate(resources):
            kind = resource.get("kind", "file")
            if kind not in targets.RESOURCE_KINDS:
                self._problem(
                    f"resources.{number}.kind",
                    "kind",
                    f"资源种类“{kind}”不认识，应为 file、api、map 或 link",
                    f"resource kind “{kind}” is not known; it is file, api, map or link",
                )

    def _missing(self, name: str, found: Any) -> None:
        if any(problem.field == name for problem in self.problems):
            return
        shown = as_text(found)[:60]
        self._problem(
            name,
            "required",
            f"必填项为空（来源值：{shown or '无'}），请来源补充或改正取值方式",
            f"a required value is missing (source has: {shown or 'nothing'}); complete it at the"
            " source or correct how it is found",
        )

    def _problem(self, name: str, code: str, zh: str, en: str) -> None:
        self.problems.append(Problem(name, code, zh, en))


def _keyed(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``resources`` each with a ``source_key`` that stays the same from harvest to harvest.

    It is what the profile says, or the address, or the format; the second of a kind gets ``#2``.
    """
    counts: dict[str, int] = {}
    for resource in resources:
        key = str(
            resource.get("source_key")
            or resource.get("url")
            or f"{resource.get('kind', 'file')}:{resource.get('format', '')}"
        )
        counts[key] = counts.get(key, 0) + 1
        resource["source_key"] = key if counts[key] == 1 else f"{key}#{counts[key]}"
    return resources
