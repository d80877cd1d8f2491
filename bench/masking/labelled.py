"""Fifty thousand labelled values in columns and in sentences, from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from . import lookalikes, values

SIZE = 50_000
CELLS = 100
HEADERS = {
    "resident_id": ("身份证号码", "公民身份号码", "sfzh", "idCard", "证件号码"),
    "residence_permit": ("居住证号码", "证件号码", "身份证件号"),
    "permanent_residence": ("永久居留证号", "证件号码"),
    "mobile": ("手机号", "联系电话", "phone", "lxdh", "移动电话"),
    "landline": ("固定电话", "办公电话", "tel", "联系电话"),
    "bank_card": ("银行卡号", "银行账号", "收款账户", "bank_card"),
    "plate": ("车牌号", "号牌号码", "cphm"),
    "email": ("电子邮箱", "email", "邮箱"),
    "ip_address": ("IP地址", "登录IP", "client_ip"),
    "passport": ("护照号", "passport_no"),
    "travel_permit": ("通行证号码", "港澳通行证"),
    "sole_trader": ("统一社会信用代码", "信用代码"),
    "uscc": ("统一社会信用代码", "信用代码"),
    "person_name": ("姓名", "联系人", "法定代表人", "xm", "申请人姓名"),
    "address": ("家庭住址", "地址", "户籍地址", "address"),
    "birth_date": ("出生日期", "出生年月", "csrq", "birthday"),
    "coordinates": ("经纬度", "坐标", "location"),
    "foreign_phone": ("境外联系电话", "phone"),
}
NEUTRAL = ("字段1", "col_7", "备注2", "内容", "value", "F3")
SENTENCES = {
    "resident_id": (
        "申请人身份证号{}，请核对。",
        "居民{}已登记",
        "?idcard={}&t=1",
        '{{"sfzh":"{}"}}',
        "（身份证：{}）",
    ),
    "residence_permit": ("持居住证{}办理", "证件号：{}"),
    "permanent_residence": ("外国人永久居留证{}", "证件号码 {}"),
    "mobile": (
        "请联系{}办理",
        "电话：{}",
        "tel={}&from=web",
        "{}（微信同号）",
        "如有疑问致电{}咨询",
        '{{"phone": "{}"}}',
    ),
    "landline": ("咨询电话{}", "传真：{}", "联系电话（{}）", "办公室座机是{}。"),
    "bank_card": ("转账至银行卡{}", "收款账号：{}", "卡号{}，开户行工行"),
    "plate": ("{}违章停车", "车牌{}的车主请挪车", "肇事车辆为{}。"),
    "email": ("邮箱{}", "请发送至 {} 报名", "mailto:{}"),
    "ip_address": ("来自{}的请求", "登录IP：{}", "server={};port=80"),
    "passport": ("护照号{}", "持护照 {} 入境", "passport: {}"),
    "travel_permit": ("港澳通行证{}", "通行证号码：{}"),
    "sole_trader": ("个体户代码{}", "统一社会信用代码：{}"),
    "uscc": ("该公司统一社会信用代码为{}", "信用代码：{}。"),
    "person_name": (
        "联系人：{}",
        "负责人{}，电话见附件",
        "患者姓名：{} 性别：男",
        "户主{}",
        "由{}先生负责",
        "申请人：{}、地址不详",
    ),
    "address": ("家住{}", "现住址：{}。", "案发地点位于{}附近", "请寄到{}收"),
    "birth_date": ("出生日期：{}", "{}出生，汉族", "生日 {}"),
    "coordinates": ("坐标：{}", "经纬度({})", "location={}"),
    "foreign_phone": ("境外电话{}", "请拨打 {} 联系", "Tel: {}"),
}
BLANKS = ("", "无", "不详", "-", "暂无")
PLAIN = ("resident_id", "residence_permit", "permanent_residence", "mobile", "bank_card")
"""Kinds of which one value in seven is disguised."""


@dataclass(frozen=True)
class Value:
    """A cell or a sentence, and the kind and place of the one value that it holds, if any."""

    text: str
    kind: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Column:
    """Cells that are scanned as a column; ``source`` says what they were made as."""

    header: str
    source: str
    cells: tuple[Value, ...]


def columns(rnd: Random) -> Iterator[Column]:
    """Columns of each kind, with a header that names it and without, then those that look so."""
    for kind in values.KINDS:
        for n in range(11):
            named = n < 6 or kind == "birth_date"
            header = rnd.choice(HEADERS[kind] if named else NEUTRAL)
            yield Column(header, kind, tuple(_cell(rnd, kind) for _ in range(CELLS)))
    for header, maker in lookalikes.COLUMNS.items():
        for _ in range(3):
            cells = tuple(Value(maker(rnd)) for _ in range(CELLS))
            yield Column(header, maker.__name__, cells)


def sentences(rnd: Random, number: int) -> Iterator[tuple[str, Value]]:
    """Sentences by what they were made as, half with a value of a kind."""
    kinds = list(values.KINDS)
    for n in range(number):
        if n % 2:
            template, maker = rnd.choice(lookalikes.SENTENCES)
            yield maker.__name__, Value(template.format(maker(rnd)))
        else:
            kind = kinds[n // 2 % len(kinds)]
            yield kind, _sentence(rnd, kind)


def everything(seed: int) -> tuple[list[Column], list[tuple[str, Value]]]:
    """All :data:`SIZE` values."""
    rnd = Random(seed)
    found = list(columns(rnd))
    return found, list(sentences(rnd, SIZE - sum(len(c.cells) for c in found)))


def _cell(rnd: Random, kind: str) -> Value:
    if rnd.random() < 0.05:
        return Value(rnd.choice(BLANKS))
    text = _value(rnd, kind)
    return Value(text, kind, *_core(text))


def _sentence(rnd: Random, kind: str) -> Value:
    text = _value(rnd, kind)
    template = rnd.choice(SENTENCES[kind])
    before = template.split("{}")[0].replace("{{", "{")
    start, end = _core(text)
    return Value(template.format(text), kind, len(before) + start, len(before) + end)


def _value(rnd: Random, kind: str) -> str:
    if kind == "resident_id" and rnd.random() < 0.1:
        return values.resident_id_15(rnd)
    text = values.KINDS[kind](rnd)
    return values.disguised(rnd, text) if kind in PLAIN and rnd.random() < 0.14 else text


def _core(text: str) -> tuple[int, int]:
    """Where a value begins and ends without the quotes and marks around it."""
    around = "'“”\ufeff"
    return len(text) - len(text.lstrip(around)), len(text.rstrip(around))
