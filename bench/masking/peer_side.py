"""The peers' side, run by the Python of their own environment: ``peer_side.py WHAT FILE ROWS``.

Presidio has no Chinese recogniser: two patterns are added (identity numbers with their checksum,
mobiles), as its manual shows. It runs without a language model, by patterns alone, which is its
fastest form; with a model it is slower and finds names too.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from typing import Any

import pandas as pd
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, Pattern, PatternRecognizer
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_anonymizer.entities import OperatorConfig
from presidio_structured import StructuredAnalysis, StructuredEngine

PERSONAL = {"姓名": "PERSON", "手机号": "CN_MOBILE", "身份证号": "CN_ID"}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class ResidentId(PatternRecognizer):
    def __init__(self) -> None:
        pattern = Pattern("id", r"\b[1-7]\d{16}[\dXx]\b", 0.5)
        super().__init__("CN_ID", patterns=[pattern])

    def validate_result(self, pattern_text: str) -> bool:
        total = sum(int(c) * w for c, w in zip(pattern_text, WEIGHTS, strict=False))
        return "10X98765432"[total % 11] == pattern_text[17].upper()


def structured(frame: pd.DataFrame) -> Any:
    """The three columns given, masked from the end as ours are."""
    mask = {"masking_char": "*", "chars_to_mask": 4, "from_end": False}
    operators = {entity: OperatorConfig("mask", mask) for entity in PERSONAL.values()}
    return StructuredEngine().anonymize(frame, StructuredAnalysis(PERSONAL), operators)


def detection(frame: pd.DataFrame) -> Any:
    """All columns searched cell by cell."""
    analyzer = AnalyzerEngine(
        nlp_engine=NoOpNlpEngine([{"lang_code": "en", "model_name": ""}]),
        supported_languages=["en"],
    )
    analyzer.registry.add_recognizer(ResidentId())
    mobile = Pattern("mobile", r"(?<!\d)1[3-9]\d{9}(?!\d)", 0.5)
    analyzer.registry.add_recognizer(PatternRecognizer("CN_MOBILE", patterns=[mobile]))
    batch = BatchAnalyzerEngine(analyzer)
    found = list(batch.analyze_dict(frame.to_dict("list"), language="en"))
    return [len(one.recognizer_results) for one in found]


def main(what: str, path: str, rows: int) -> None:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=rows)
    begun = time.perf_counter()
    {"structured": structured, "detection": detection}[what](frame)
    seconds = time.perf_counter() - begun
    names = ("presidio-analyzer", "presidio-structured")
    versions = {name: version(name) for name in names}
    print(json.dumps({"rows": len(frame), "seconds": seconds, "versions": versions}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
