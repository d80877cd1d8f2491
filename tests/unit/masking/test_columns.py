"""What a column is: its header suggests, its cells vote, and luck is told from a checksum."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
import yaml
from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.detectors.pattern import BadPattern, OwnPattern, patterns
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.column import FEW, ColumnScan, scan_column, scan_frame
from ckanext.masking.domain.scanning.headers import suggest
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.text import find_all, scan_text

DETECTORS = registry.load()
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RANDOM = random.Random(5)
NAMES = [a + b for a in "王李张刘陈杨黄赵吴周徐孙" for b in ("小明", "芳", "建国", "静怡")]


def identity(area: str, year: int) -> str:
    body = f"{area}{year}{RANDOM.randint(1, 12):02}{RANDOM.randint(1, 28):02}"
    body += f"{RANDOM.randint(0, 999):03}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


IDS = [identity("520103", 1950 + n % 60) for n in range(1000)]
MOBILES = [f"138{RANDOM.randint(0, 10**8 - 1):08}" for _ in range(1000)]


@pytest.mark.parametrize("size", [20, FEW + 200])
@pytest.mark.parametrize(
    ("header", "cells", "detector", "certainty"),
    [
        ("sfzh", IDS, "resident_id", Certainty.CERTAIN),
        ("字段1", IDS, "resident_id", Certainty.CERTAIN),
        ("订单号", IDS, "resident_id", Certainty.CERTAIN),
        ("手机", MOBILES, "mobile", Certainty.PROBABLE),
        ("字段1", MOBILES, "mobile", Certainty.PROBABLE),
        ("姓名", NAMES * 25, "person_name", Certainty.PROBABLE),
        ("字段1", NAMES * 25, "person_name", Certainty.PROBABLE),
        ("企业名称", NAMES * 25, None, None),
        ("金额", [f"{n}.50" for n in range(1000)], None, None),
        ("序号", [str(n) for n in range(1000)], None, None),
        ("出生日期", ["1990-01-02", "1985-12-31"] * 500, "birth_date", Certainty.PROBABLE),
        ("发布日期", ["1990-01-02", "1985-12-31"] * 500, None, None),
        ("经度", [f"106.{n:06}" for n in range(1000)], "coordinates", Certainty.PROBABLE),
        ("单价", [f"106.{n:06}" for n in range(1000)], None, None),
    ],
)
def test_a_column_is_what_its_header_and_its_cells_say(header, cells, detector, certainty, size):
    report = scan_column(header, pl.Series(header, cells[:size]), DETECTORS)
    assert (report.detector, report.certainty) == (detector, certainty)


def test_order_numbers_of_which_one_in_eleven_passes_the_checksum_are_luck():
    orders = [
        f"5201032024{m:02}{d:02}{n:04}" for m in range(1, 13) for d in range(1, 29) for n in (7,)
    ]
    report = scan_column("字段1", pl.Series(orders), DETECTORS)
    assert "resident_id" in report.lucky
    assert report.certainty is not Certainty.CERTAIN
    certain = Finding(0, 18, "resident_id", Certainty.CERTAIN)
    assert report.settle([certain])[0].certainty is Certainty.SUSPECT


def test_identity_numbers_with_typing_errors_are_probable_in_a_column_of_identity_numbers():
    wrong = IDS[0][:17] + ("1" if IDS[0][17] != "1" else "2")
    report = scan_column("字段1", [*IDS[:50], wrong], DETECTORS)
    settled = report.settle(find_all(wrong, DETECTORS, "字段1"))
    assert [(f.detector, f.certainty) for f in settled] == [("resident_id", Certainty.PROBABLE)]


def test_a_single_number_without_a_header_stays_a_suspect():
    report = scan_column("字段1", ["13812345678"], DETECTORS)
    assert (report.detector, report.certainty) == ("mobile", Certainty.SUSPECT)


def test_one_value_repeated_does_not_raise_itself():
    report = scan_column("字段1", ["13812345678"] * 1000, DETECTORS)
    assert report.certainty is Certainty.SUSPECT


def test_blank_cells_are_counted_apart():
    report = scan_column("手机", ["13812345678", "", None, "  ", "13912345678"], DETECTORS)
    assert (report.cells, report.blank, report.share) == (2, 3, 1.0)


def test_values_inside_longer_texts_are_counted_and_the_column_is_none_of_them():
    cells = [f"第{n}次回访，联系{MOBILES[n]}，已答复" for n in range(FEW + 50)]
    report = scan_column("回访记录", pl.Series(cells), DETECTORS)
    assert report.detector is None
    assert report.inside == ("mobile",)
    assert [(t.detector, t.cells, t.whole) for t in report.tallies] == [("mobile", FEW + 50, 0)]


def test_one_odd_cell_among_many_is_found():
    cells = [f"正常{n}" for n in range(5000)]
    cells[4321] = "身份证１１０１０５１９４９１２３１００２Ｘ"
    report = scan_column("备注", pl.Series(cells), DETECTORS)
    assert [(t.detector, t.certainty, t.cells) for t in report.tallies] == [
        ("resident_id", Certainty.CERTAIN, 1)
    ]


def test_a_column_read_in_pieces_is_the_column_read_at_once():
    scan = ColumnScan("手机", DETECTORS)
    for start in range(0, 1000, 400):
        scan.add(pl.Series(MOBILES[start : start + 400]))
    assert scan.report().tallies == scan_column("手机", pl.Series(MOBILES), DETECTORS).tallies


def test_a_frame_gives_its_columns_in_their_order_and_numbers_are_read_as_text():
    frame = pl.DataFrame({"n": [13812345678] * 3, "手机": [13912345678] * 3})
    assert [r.name for r in scan_frame(frame, DETECTORS)] == ["n", "手机"]
    assert scan_frame(frame, DETECTORS)[1].detector == "mobile"


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("身份证号码", "resident_id"), ("idCard", "resident_id"), ("ID_CARD_NO", "resident_id"),
        ("sfzh", "resident_id"), ("联系电话", "mobile"), ("户主姓名", "person_name"),
        ("xm", "person_name"),
        ("家庭住址", "address"), ("出生年月", "birth_date"), ("电子邮箱", "email"),
        ("userPhone", "mobile"),
        ("身 份 证", "resident_id"), ("ＩＤＣＡＲＤ　ＮＯ", "resident_id"), ("车牌号码", "plate"),
        ("身份证类型", None), ("企业名称", None), ("IP地址", "ip_address"), ("发布日期", None),
        ("period", None),
        ("examine", None), ("出生率", None),
    ],
)  # fmt: skip
def test_a_header_suggests_a_kind_or_none(header, first):
    assert (suggest(header, DETECTORS) or (None,))[0] == first


def test_file_names_and_titles_are_scanned_without_being_told():
    report = scan_text("张伟身份证520103199003074513体检表.xlsx", DETECTORS)
    assert report.counts[("resident_id", Certainty.CERTAIN)] == 1


def test_a_department_adds_a_pattern_of_its_own():
    own = patterns([{
        "name": "case_number", "zh": "案件编号", "pattern": r"GZ-[0-9]{6}", "headers": ["案件"],
        "sensitivity": "quasi_identifier",
    }])  # fmt: skip
    detectors = DETECTORS.also(own)
    assert detectors["case_number"].sensitivity is Sensitivity.QUASI
    assert find_all("见GZ-123456", detectors) == (Finding(1, 10, "case_number", Certainty.SUSPECT),)
    assert [f.certainty for f in find_all("案件GZ-123456", detectors)] == [Certainty.PROBABLE]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"name": "a", "pattern": "("}, "pattern"),
        ({"name": "a", "pattern": "x" * 501}, "pattern"),
        ({"name": "a", "pattern": "x*"}, "pattern"),
        ({"name": "a", "pattern": r"(a)\1"}, "pattern"),
        ({"name": "a", "pattern": "(?=a)b"}, "pattern"),
        ({"name": "a"}, "pattern"),
        ({"name": "编号", "pattern": "a"}, "name"),
        ({"name": "a", "pattern": "a", "certainty": "sure"}, "certainty"),
        ({"name": "a", "pattern": "a", "sensitivity": "secret"}, "sensitivity"),
        ({"name": "a", "pattern": "a", "headers": "x"}, "headers"),
        ({"name": "a", "pattern": "a", "typo": 1}, "typo"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_its_field(entry, field):
    with pytest.raises(BadPattern) as refused:
        OwnPattern(entry)
    assert refused.value.field == field


def test_a_pattern_that_would_run_for_years_elsewhere_ends_at_once():
    own = OwnPattern({"name": "slow", "pattern": "(a+)+b|(a|a)*c|([a-z]+)*d"})
    assert find_all("a" * 50_000, registry.Registry([own])) == ()


def test_two_detectors_of_one_name_are_refused():
    with pytest.raises(ValueError, match="mobile"):
        DETECTORS.also([OwnPattern({"name": "mobile", "pattern": "a"})])


def test_detectors_of_other_packages_are_found_by_their_entry_point(monkeypatch):
    class Entry:
        name, value = "badge", "x:y"

        @staticmethod
        def load():
            return OwnPattern({"name": "badge", "pattern": "B[0-9]{4}"})

    monkeypatch.setattr(registry, "entry_points", lambda group: [Entry])
    assert "badge" in registry.load.__wrapped__()


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_each_detector_says_what_it_is_in_both_languages(name):
    detector = DETECTORS[name]
    assert detector.name == name
    assert detector.zh
    assert detector.en
    assert isinstance(detector.sensitivity, Sensitivity)
    assert 0 <= detector.chance <= 1


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_each_detector_is_in_the_manual_with_its_chinese_name(name):
    manual = (Path(__file__).parents[3] / "docs" / "masking.md").read_text("utf-8")
    assert f"| `{name}` | {DETECTORS[name].zh} |" in manual


def test_the_example_of_the_manual_is_a_pattern_that_works():
    manual = (Path(__file__).parents[3] / "docs" / "masking.md").read_text("utf-8")
    example = manual.split("A department's own")[1].split("```yaml")[1].split("```")[0]
    (own,) = patterns(yaml.safe_load(example))
    assert [f.certainty for f in own.find(Seen("案件编号GZ-123456"))] == [Certainty.PROBABLE]


def test_a_value_that_comes_again_in_each_batch_does_not_raise_suspects():
    detectors = registry.load()
    scan = ColumnScan("col", detectors)
    for _ in range(12):
        scan.add(pl.Series("col", ["13912345678"] * 5))
    assert scan.report().certainty is Certainty.SUSPECT


def test_a_column_whose_header_names_other_numbers_is_not_of_those_that_only_look_alike():
    serials = [f"51010720231105{n:04}" for n in range(2_000)]
    assert scan_column("流水号", serials, DETECTORS).tallies == ()
    assert scan_column("税号", ["510107450715678"], DETECTORS).tallies == ()
    assert scan_column("", serials, DETECTORS).certainty is Certainty.SUSPECT


def test_identity_numbers_are_found_whatever_their_header_says():
    report = scan_column("流水号", ["11010519491231002X", "520103199003074513"] * 20, DETECTORS)
    assert report.detector == "resident_id"
