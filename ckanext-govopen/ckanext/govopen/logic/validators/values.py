"""Values brought into the one form in which they are stored; what is wrong is left to the rules.

A value that cannot be normalised passes unchanged: the rule that reads it names the remedy.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen.adapters import vocabularies
from stdnum.cn import uscc

from ._common import either

FLAGS = {
    "true": "true", "1": "true", "是": "true", "yes": "true", "y": "true", "on": "true",
    "false": "false", "0": "false", "否": "false", "no": "false", "n": "false", "off": "false",
}  # fmt: skip


def govopen_date(value: Any) -> str:
    """``YYYY-MM-DD``, or an ISO date and time as it came."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value).strip()


def govopen_number(value: Any) -> str:
    """The shortest writing of a number: no thousands commas, ``12`` rather than ``12.0``."""
    text = str(value).strip().replace(",", "").replace("，", "")
    return text.removesuffix(".0")


def govopen_flag(value: Any) -> str:
    """``true`` or ``false``."""
    flag = FLAGS.get(str(value).strip().lower())
    if flag is None:
        raise tk.Invalid(either("请选择是或否", "Choose yes or no"))
    return flag


def govopen_json_list(value: Any) -> str:
    """A list, or its JSON text, as JSON text."""
    try:
        items = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        items = None
    if not isinstance(items, list):
        raise tk.Invalid(either("应为 JSON 列表", "It must be a JSON list"))
    return json.dumps(items, ensure_ascii=False)


def govopen_geojson(value: Any) -> str:
    """A GeoJSON object, or its text, as text."""
    return value if isinstance(value, str) else json.dumps(value)


def govopen_uscc(value: Any) -> str:
    """A unified social credit code (GB 32100-2015), upper case and without blanks."""
    code = str(uscc.compact(str(value)))
    if not uscc.is_valid(code):
        zh = "不是有效的统一社会信用代码（18 位，末位为校验码），请核对"
        en = "This is no unified social credit code (18 characters, the last a check); check it"
        raise tk.Invalid(either(zh, en))
    return code


def govopen_division(value: Any) -> str:
    """A code of GB/T 2260 (six digits) or of an imported town (nine)."""
    code = str(value).strip()
    if vocabularies.divisions().get(code) is None:
        zh = "没有这个行政区划代码，请填写 GB/T 2260 的 6 位代码或已导入的 9 位乡镇代码"
        en = "There is no such division: give six digits of GB/T 2260, or nine of an imported town"
        raise tk.Invalid(either(zh, en))
    return code
