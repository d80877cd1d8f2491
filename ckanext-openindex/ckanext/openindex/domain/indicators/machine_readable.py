"""Whether a program can read the data without guessing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.formats import true_format, usable
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing, of_resource
from ckanext.openindex.domain.measurement import Evidence, Measurement

READABLE: Mapping[str, float] = {
    **dict.fromkeys(("csv", "tsv", "json", "xml", "geojson", "gml", "kml", "kmz", "ods"), 1),
    **dict.fromkeys(("netcdf", "parquet", "wfs", "wcs", "rss", "atom", "ics", "api"), 1),
    **dict.fromkeys(("rdf", "ttl", "n3", "nt", "jsonld", "sparql"), 1),
    **dict.fromkeys(("xls", "xlsx", "et", "dbf", "shp", "mdb", "accdb", "e00"), 0.7),
    **dict.fromkeys(("wms", "wmts", "tiff", "txt", "zip", "gzip"), 0.3),
}


class MachineReadable(Indicator):
    """The best usable distribution counts; a table that can be asked for counts as an API."""

    name = "machine_readable"
    source = "after GODI's machine-readability question and EU MQA; grades ours"
    formula = (
        "最好分发的机器可读程度",
        "how readable the best distribution is",
    )
    parameters = {
        "formats": Parameter(
            "table", "各格式的机器可读程度", "how readable each format is", READABLE, most=1
        )
    }
    words = {"readable": ("机器可读程度", "how readable it is for a machine")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        if not facts.resources:
            return missing("no_resources")
        best, seen = -1.0, None
        for resource in usable(facts):
            form = true_format(resource)
            value = given["formats"].get(form, 0.0)
            if resource.api and value < 1.0:
                form, value = "api", given["formats"].get("api", value)
            if value > best:
                best, seen = value, of_resource("format", form, "readable", resource)
        if seen is None:
            return Measurement(0.0, "none_usable")
        return Measurement(best, evidence=(seen, Evidence("share", best, "best", seen.subject)))
