"""How open the format is, in stars, by what the file is and not by what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.formats import true_format, usable
from ckanext.openindex.domain.indicators.base import (
    Indicator,
    Parameter,
    missing,
    most_telling,
    of_resource,
)
from ckanext.openindex.domain.measurement import Evidence, Measurement

STARS: Mapping[str, float] = {
    **dict.fromkeys(("exe", "js", "html", "xslt"), 0),
    **dict.fromkeys(
        ("zip", "gzip", "rar", "tar", "7z", "txt", "doc", "docx", "wps", "ofd", "ppt", "pptx"), 1
    ),
    **dict.fromkeys(("odt", "odp", "pdf", "bin", "mxd"), 1),
    **dict.fromkeys(("xls", "xlsx", "et", "mdb", "accdb", "dbf", "shp", "e00"), 2),
    **dict.fromkeys(("tiff", "gif", "bmp", "esri rest"), 2),
    **dict.fromkeys(("csv", "tsv", "json", "xml", "geojson", "gml", "kml", "kmz", "ods"), 3),
    **dict.fromkeys(("netcdf", "parquet", "wms", "wfs", "wmts", "wcs", "svg", "png", "jpeg"), 3),
    **dict.fromkeys(("rss", "atom", "ics", "xyz", "api"), 3),
    **dict.fromkeys(("rdf", "ttl", "n3", "nt", "jsonld", "sparql"), 5),
}
"""Stars by format: Berners-Lee's scheme as ckanext-qa's table has it, with formats of the
mainland's offices (wps, et, ofd) beside their likes."""


class FormatOpenness(Indicator):
    """Stars of the best usable distribution, over the stars that earn everything."""

    name = "format_openness"
    source = "Berners-Lee's five stars by the table of ckanext-qa; the fourth star is ours"
    formula = (
        "最好分发的星级 ÷ 得满分的星级，最多 1",
        "stars of the best distribution ÷ stars that earn everything, at most 1",
    )
    parameters = {
        "stars": Parameter("table", "各格式的星级", "stars of each format", STARS, most=5),
        "unknown": Parameter(
            "number", "无法识别的格式的星级", "stars of a format that is not known", 1, most=5
        ),
        "addressable": Parameter(
            "number",
            "开放格式且可通过接口按地址查询记录时的星级",
            "stars of an open format whose records can be asked for by address",
            4,
            most=5,
        ),
        "full": Parameter("number", "得满分的星级", "stars that earn everything", 4, 1, 5),
    }
    words = {
        "stars": ("星级", "stars"),
        "best_over_full": (
            "取最好的一个分发，除以得满分的星级",
            "the best distribution counts, over the stars that earn everything",
        ),
        "format_stars": ("按格式的星级", "stars of the format"),
        "with_api": (
            "三星格式，且可通过接口按地址查询记录",
            "a format of three stars whose records can be asked for by address",
        ),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        if not facts.resources:
            return missing("no_resources")
        best, evidence = 0.0, list[Evidence]()
        for resource in usable(facts):
            form = true_format(resource)
            stars, rule = given["stars"].get(form, given["unknown"]), "format_stars"
            if resource.api and stars == 3 and given["addressable"] > 3:
                stars, rule = given["addressable"], "with_api"
            evidence.append(of_resource("format", form, rule, resource))
            if stars > best or len(evidence) == 1:
                best = stars
                evidence.insert(0, evidence.pop())
        if not evidence:
            return Measurement(0.0, "none_usable")
        seen = Evidence("stars", best, "best_over_full", evidence[0].subject)
        return Measurement(min(best / given["full"], 1.0), "", (seen, *most_telling(evidence)))
