"""The provider's unified social credit code (GB 32100-2015) and how to reach the contact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, rule, text
from govopen_common.problem import Problem
from stdnum.cn import uscc

# Good enough to find slips: one @, a host with a dot, no blanks.
EMAIL = re.compile(r"[^@\s,;，；]+@[^@\s.,;，；]+(?:\.[^@\s.,;，；]+)+")
# Digits with the marks of area codes, extensions and several numbers in one field.
PHONE = re.compile(r"[+\d(（][\d\s\-—–()（）转,，、;；/+]*")
PHONE_DIGITS = range(3, 61)


@rule
def provider_code(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    code = text(dataset, "provider_uscc")
    if code and not uscc.is_valid(code):
        zh = f"提供方代码“{code[:24]}”不是有效的统一社会信用代码（18 位，末位为校验码），请核对。"
        en = f"“{code[:24]}” is no unified social credit code (18 characters); check it."
        yield Problem("provider_uscc", "uscc", zh, en)


@rule
def contact_forms(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    for field, zh_label in (("contact_email", "联系邮箱"), ("maintainer_email", "维护方邮箱")):
        email = text(dataset, field)
        if email and not EMAIL.fullmatch(email):
            zh = f"{zh_label}“{email[:40]}”格式不对，请写成 name@example.gov.cn 的形式。"
            en = f"“{email[:40]}” is no e-mail address; write it like name@example.gov.cn."
            yield Problem(field, "email", zh, en)
    phone = text(dataset, "contact_phone")
    digits = sum(char.isdecimal() for char in phone)
    if phone and (digits not in PHONE_DIGITS or not PHONE.fullmatch(phone)):
        zh = f"联系电话“{phone[:40]}”格式不对，请写成 0851-12345678 的形式。"
        en = f"“{phone[:40]}” is no telephone number; write it like 0851-12345678."
        yield Problem("contact_phone", "phone", zh, en)
