"""Data quality: whether files are what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.formats import declared_format, folded
from ckanext.openindex.domain.indicators.base import Indicator, missing, most_telling, of_resource
from ckanext.openindex.domain.measurement import Evidence, Measurement

_ARCHIVED = ("zip", "gzip", "7z", "rar", "tar")
"""A file of another format may well be delivered in an archive."""


class FormatAsDeclared(Indicator):
    """The share of recognised files whose bytes agree with the declared format."""

    name = "format_as_declared"
    source = "after Portal Watch's accuracy of formats"
    formula = (
        "与所填一致的文件 ÷ 能识别格式的文件",
        "files that are what they are called ÷ files whose format was recognised",
    )
    words = {
        "recognised": ("能识别格式的文件数", "files whose format was recognised"),
        "as_called": ("与所填一致的文件数", "files that are what they are called"),
        "is_called": ("实际格式与所填一致", "the file is what it is called"),
        "is_not_called": ("实际格式与所填不符", "the file is not what it is called"),
        "not_recognised": ("没有能够识别格式的文件", "no file's format was recognised"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        good, bad = list[Evidence](), list[Evidence]()
        inspected = False
        for resource in facts.resources:
            if resource.inspection is None:
                continue
            inspected = True
            found, called = folded(resource.inspection.format), declared_format(resource)
            if not found or not called or found == "datastore":
                continue
            same = found == called or found in _ARCHIVED
            rule = "is_called" if same else "is_not_called"
            (good if same else bad).append(of_resource("format", found, rule, resource))
        if not good and not bad:
            return missing("not_recognised" if inspected else "not_inspected")
        whole = len(good) + len(bad)
        counts = (
            Evidence("recognised", whole, "counted"),
            Evidence("as_called", len(good), "share"),
        )
        return Measurement(len(good) / whole, "", (*counts, *most_telling(bad + good)))
