"""JSON, JSON Lines and GeoJSON leave as they came, but for what is masked."""

from __future__ import annotations

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from ckanext.masking.domain.engine import apply_file
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import HeldError, Limits
from ckanext.masking.domain.policy.model import CLEAR, Policy
from ckanext.masking.domain.policy.ready import ready_made
from hypothesis import given, settings
from hypothesis import strategies as st

ID = "11010519491231002X"
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)
TOPS = st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=3), VALUES, max_size=3)


def rewritten(data: bytes, limits: Limits | None = None) -> bytes:
    """The file written without a change."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "in"
        path.write_bytes(data)
        _, document = open_document(path, limits)
        out = io.BytesIO()
        document.write(out, lambda block: {})
        return out.getvalue()


def masked(folder: Path, text: str, policy: Policy | None = None) -> str:
    source, out = folder / "in.json", folder / "out.json"
    source.write_text(text, "utf-8")
    report = apply_file(source, out, policy or ready_made("release-public"))
    assert report.held is None, report.held
    told = json.dumps(report.as_dict(), ensure_ascii=False)
    assert ID not in told
    return out.read_text("utf-8")


def shape(text: str) -> Any:
    """Lists, objects with the number of their members, and None for each scalar."""

    def plain(one: Any) -> Any:
        if isinstance(one, tuple):
            return tuple(plain(inner) for inner in one)
        return [plain(inner) for inner in one] if isinstance(one, list) else None

    return plain(json.loads(text, object_pairs_hook=lambda pairs: tuple(v for _, v in pairs)))


@settings(deadline=None, max_examples=50)
@given(TOPS, st.sampled_from([None, 1]), st.booleans())
def test_any_json_leaves_byte_for_byte(value: Any, indent: int | None, plain: bool):
    data = json.dumps(value, indent=indent, ensure_ascii=plain).encode("utf-8", "replace")
    assert rewritten(data) == data


@settings(deadline=None, max_examples=15)
@given(TOPS)
def test_masked_json_has_the_same_shape(value: Any):
    with TemporaryDirectory() as folder:
        text = json.dumps(value)
        result = masked(Path(folder), text, Policy.closed())
    assert shape(result) == shape(text)


def test_numbers_beyond_a_double_duplicates_and_escapes_stay(tmp_path: Path):
    text = '{"a": 12345678901234567890, "b": 1.50, "b": 2e0, "c": "\\u4e2d\\/", "d": null}'
    assert masked(tmp_path, text) == text


def test_both_values_of_a_duplicate_key_are_masked(tmp_path: Path):
    assert masked(tmp_path, f'{{"id": "{ID}", "id": "{ID}"}}') == '{"id": "***", "id": "***"}'


def test_keys_are_masked_as_values_are(tmp_path: Path):
    text = masked(tmp_path, f'{{"{ID}": {{"13912345678": 1}}, "姓名": "王芳"}}')
    assert text == '{"***": {"***": 1}, "姓名": "***"}'


def test_a_masked_number_is_json_still(tmp_path: Path):
    text = masked(tmp_path, '[{"手机号": 13912345678}, {"手机号": 13812345678}]')
    assert json.loads(text) == [{"手机号": "***"}, {"手机号": "***"}]


def test_each_line_of_json_lines_is_masked_and_its_ends_stay(tmp_path: Path):
    text = '{"手机号":"13912345678","n":007}\n'.replace("007", "7") * 3
    assert masked(tmp_path, text) == '{"手机号":"***","n":7}\n' * 3


def test_geometries_boxes_and_wkt_go_to_the_same_grid_and_stay_closed(tmp_path: Path):
    ring = [[116.391234, 39.901234, 5], [116.421234, 39.901234], [116.421234, 39.931234]]
    feature = {
        "type": "Feature",
        "bbox": [116.391234, 39.901234, 116.421234, 39.931234],
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {"wkt": "POINT (116.391234 39.901234)", "n": 1, "性别": "女"},
    }
    result = json.loads(masked(tmp_path, json.dumps(feature)))
    (masked_ring,) = result["geometry"]["coordinates"]
    assert masked_ring[0] == masked_ring[-1] == [116.39, 39.9]
    assert result["bbox"] == [116.39, 39.9, 116.42, 39.93]
    assert result["properties"] == {"wkt": "POINT (116.39 39.9)", "n": 1, "性别": "女"}


def test_a_policy_that_keeps_coordinates_keeps_their_bytes(tmp_path: Path):
    text = '{"type": "Point", "coordinates": [116.3912340, 39.90]}'
    keep = Policy("keep", "1", "留", "Keep", (), CLEAR, CLEAR)
    assert masked(tmp_path, text, keep) == text


def test_another_operator_leaves_an_empty_geometry(tmp_path: Path):
    text = '{"type": "Point", "coordinates": [116.3912340, 39.90]}'
    result = json.loads(masked(tmp_path, text, Policy("strict", "1", "严", "Strict", ())))
    assert result["coordinates"] == []


@pytest.mark.parametrize(
    "text",
    ['{"a": 1', '{"a" 1}', "[1,]", "{,}", "[1 2]", '{"a": NaN}', '["\t"]', "[01]", "[1] [2]", "[}"],
)
def test_what_is_no_json_is_held(text: str):
    with pytest.raises(HeldError):
        rewritten(text.encode())


def test_the_risk_of_json_is_not_known_and_asks_for_a_decision(tmp_path: Path):
    source = tmp_path / "in.json"
    source.write_text('[{"性别": "男", "年龄": 30}]', "utf-8")
    outcome = apply_file(source, tmp_path / "out.json", ready_made("release-public"))
    assert outcome.as_dict()["tables"][0]["risk"]["not_counted"] == "no_table"
    assert outcome.needs_decision


def test_nesting_beyond_the_bound_is_held():
    with pytest.raises(HeldError) as caught:
        rewritten(b"[" * 100_000 + b"]" * 100_000)
    assert caught.value.held.reason == "nesting"


def test_more_paths_than_the_bound_share_one_column(tmp_path: Path):
    rows = {f"k{n}": {f"m{n}": ID} for n in range(20)}
    (tmp_path / "in.json").write_text(json.dumps(rows), "utf-8")
    _, document = open_document(tmp_path / "in.json", Limits(paths=5))
    assert sum(len(block.columns()) for block in document.blocks()) == 7
