"""Values that look like personal data and are not."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from random import Random

from .values import ROWS, STREETS, TOWNS, VILLAGES, digits

PLACES = [
    "高坡",
    "白云湖",
    "黄果树",
    "龙宫",
    "马岭河",
    "金海雪山",
    "万峰林",
    "江口",
    "石阡",
    "安龙",
    "平坝",
    "普定",
]
GOODS = [
    "马铃薯",
    "黄牛肉",
    "白菜",
    "龙眼",
    "金银花",
    "杨梅",
    "方便面",
    "牛奶",
    "胡萝卜",
    "石膏",
    "钢材",
    "苹果",
    "玉米",
    "水泥",
    "白酒",
]
WORDS = [
    "高新技术",
    "金额",
    "方法",
    "万元",
    "平均",
    "安全生产",
    "水利",
    "林业",
    "应急管理",
    "文化",
    "经济",
    "计划",
    "常住人口",
    "项目",
    "成本",
]
TRADES = ["商贸", "科技", "建筑工程", "农业开发", "物流", "餐饮", "文化传媒", "医药"]


def _date(rnd: Random, first: int = 2010) -> str:
    return f"{rnd.randint(first, 2025)}{rnd.randint(1, 12):02}{rnd.randint(1, 28):02}"


def order(rnd: Random) -> str:
    head = rnd.choice(["", "DD", "NO"])
    return head + _date(rnd, 2018) + digits(rnd, rnd.choice([6, 8, 10]))


def area_order(rnd: Random) -> str:
    return f"{rnd.choice(ROWS).district_code}{_date(rnd, 2018)}{digits(rnd, 4)}"


def epoch(rnd: Random) -> str:
    return str(rnd.randint(1_500_000_000, 1_760_000_000))


def epoch_ms(rnd: Random) -> str:
    return str(rnd.randint(1_500_000_000_000, 1_760_000_000_000))


def stamp(rnd: Random) -> str:
    return f"{_date(rnd)}{rnd.randint(0, 23):02}{rnd.randint(0, 59):02}{rnd.randint(0, 59):02}"


def amount(rnd: Random) -> str:
    return rnd.choice(
        [f"{rnd.uniform(1, 1e9):.2f}", f"{rnd.randint(1, 10**9):,}", f"{rnd.uniform(1, 1e6):.4f}"]
    )


def big_amount(rnd: Random) -> str:
    return str(rnd.randint(10_000_000_000, 99_999_999_999))


def area_code(rnd: Random) -> str:
    return str(rnd.choice(ROWS).district_code)


def dialling_code(rnd: Random) -> str:
    return rnd.choice(["0851", "0852", "0853", "0854", "010", "021", "0755"])


def vin(rnd: Random) -> str:
    return "L" + "".join(rnd.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=10)) + digits(rnd, 6)


def isbn(rnd: Random) -> str:
    body = "9787" + digits(rnd, 8)
    check = -sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body)) % 10
    plain = f"{body}{check}"
    return rnd.choice([plain, f"{plain[:3]}-{plain[3]}-{plain[4:7]}-{plain[7:12]}-{plain[12]}"])


def serial(rnd: Random) -> str:
    return "SN" + digits(rnd, rnd.choice([8, 10, 12]))


def unified_number(rnd: Random) -> str:
    return f"{rnd.choice(ROWS).district_code}-{rnd.randint(1, 999):03}-{digits(rnd, 5)}"


def version(rnd: Random) -> str:
    return rnd.choice(["v", "V", ""]) + ".".join(str(rnd.randint(0, 9)) for _ in range(4))


def date_only(rnd: Random) -> str:
    return f"20{rnd.randint(10, 25)}-{rnd.randint(1, 12):02}-{rnd.randint(1, 28):02}"


def document(rnd: Random) -> str:
    return rnd.choice(
        [
            f"黔府发〔20{rnd.randint(10, 25)}〕{rnd.randint(1, 90)}号",
            f"20{rnd.randint(10, 25)}年第{rnd.randint(1, 90)}号公告",
        ]
    )


def road(rnd: Random) -> str:
    return rnd.choice(STREETS) + rnd.choice(["路", "大道", "街", "北路"])


def district(rnd: Random) -> str:
    return rnd.choice(ROWS).district_name or "贵阳市"


def place(rnd: Random) -> str:
    return rnd.choice(
        [
            rnd.choice(PLACES),
            rnd.choice(TOWNS) + "镇",
            rnd.choice(VILLAGES) + "村",
            rnd.choice(STREETS) + "路",
        ]
    )


def company(rnd: Random) -> str:
    return (
        rnd.choice(["贵州", "贵阳", "遵义", ""])
        + rnd.choice(STREETS)
        + rnd.choice(TRADES)
        + "有限公司"
    )


def goods(rnd: Random) -> str:
    return rnd.choice(GOODS)


def word(rnd: Random) -> str:
    return rnd.choice(WORDS)


def imei(rnd: Random) -> str:
    return "86" + digits(rnd, 13)


def express(rnd: Random) -> str:
    return rnd.choice(["SF", "YT", "JD"]) + digits(rnd, 13)


def uid(rnd: Random) -> str:
    return str(uuid.UUID(int=rnd.getrandbits(128)))


def digest(rnd: Random) -> str:
    return hashlib.sha256(str(rnd.random()).encode()).hexdigest()


def ean(rnd: Random) -> str:
    return "69" + digits(rnd, 11)


def postcode(rnd: Random) -> str:
    return digits(rnd, 6)


def bad_id(rnd: Random) -> str:
    """Eighteen digits of which the middle is no date."""
    return f"{rnd.choice(ROWS).district_code}{rnd.randint(30, 99)}{digits(rnd, 10)}"


def mac(rnd: Random) -> str:
    return ":".join(f"{rnd.randint(0, 255):02X}" for _ in range(6))


def service_number(rnd: Random) -> str:
    return rnd.choice(
        [f"400-{digits(rnd, 3)}-{digits(rnd, 4)}", "12345", "95588", f"96{digits(rnd, 3)}"]
    )


COLUMNS: dict[str, Callable[[Random], str]] = {
    "订单号": order,
    "业务流水号": area_order,
    "创建时间戳": epoch,
    "ts": epoch_ms,
    "采集时间": stamp,
    "金额": amount,
    "总产值（元）": big_amount,
    "行政区划代码": area_code,
    "长途区号": dialling_code,
    "车辆识别代号VIN": vin,
    "ISBN": isbn,
    "设备序列号": serial,
    "统一编号": unified_number,
    "软件版本": version,
    "发布日期": date_only,
    "文号": document,
    "道路名称": road,
    "所属区县": district,
    "地名": place,
    "企业名称": company,
    "商品名称": goods,
    "指标名称": word,
    "IMEI": imei,
    "快递单号": express,
    "请求ID": uid,
    "SHA256": digest,
    "商品条码": ean,
    "邮政编码": postcode,
    "档案号": bad_id,
    "MAC地址": mac,
    "服务热线": service_number,
    # The same under headers that say nothing.
    "字段A": order,
    "字段B": epoch_ms,
    "字段C": stamp,
    "字段D": amount,
    "字段E": vin,
    "字段F": isbn,
    "字段G": place,
    "字段H": company,
    "字段I": goods,
    "字段J": road,
    "字段K": date_only,
    "字段L": area_order,
    "字段M": district,
    "字段N": serial,
}
SENTENCES = (
    ("订单号：{}，请在三日内付款。", order),
    ("流水号{}已入账。", area_order),
    ("timestamp={}&sign=ok", epoch_ms),
    ("截至{}共有记录。", stamp),
    ("全年完成产值{}元。", amount),
    ("本年度投入资金{}元，同比增长。", big_amount),
    ("该地行政区划代码为{}。", area_code),
    ("车架号{}的车辆已报废。", vin),
    ("《贵州通史》ISBN {}", isbn),
    ("设备编号{}需要检修。", serial),
    ("系统升级到版本{}。", version),
    ("根据{}的要求执行。", document),
    ("{}沿线正在施工。", road),
    ("会议在{}召开。", place),
    ("由{}承建。", company),
    ("本月{}价格上涨。", goods),
    ("加强{}工作。", word),
    ("运单号{}正在派送。", express),
    ("trace_id={}", uid),
    ("更新时间{}", date_only),
    ("商品条码{}", ean),
    ("客服热线{}", service_number),
)
