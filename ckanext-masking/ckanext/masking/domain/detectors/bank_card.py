"""Bank card numbers: the issuer's prefix and the Luhn check digit (ISO/IEC 7812-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.numbers import bare
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue
from stdnum import luhn

UNIONPAY: Final = r"62[0-9]{14,17}"
"""UnionPay, 16 to 19 digits (JR/T 0008, BIN table of China UnionPay)."""
OTHERS: Final = (
    # Cards from before UnionPay: 9558 and 9559 (ICBC, ABC), 60, 68 and 69 (city banks).
    r"955[89][0-9]{15}|60[0-9]{14,17}|6[89][0-9]{14,17}"
    # Visa 4; Mastercard 51 to 55 and 2221 to 2720; JCB 3528 to 3589; American Express 34 and 37;
    # Diners Club 36 and 38 (the networks' published ranges).
    r"|4[0-9]{15}(?:[0-9]{3})?|5[1-5][0-9]{14}"
    r"|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}|3[47][0-9]{13}|3[68][0-9]{12}"
)
_WORDS = (
    "银行卡", "银行账号", "银行帐号", "卡号", "账号", "帐号", "账户", "帐户", "借记卡", "信用卡",
    "储蓄卡", "收款", "开户", "一卡通", "社保卡", "工资卡", "bank card", "bank account", "card no",
    "card number", "account no", "account number", "credit card", "debit card", "account", "yhk",
    "yhkh", "yhzh", "yhkhm", "kh", "zh", "zhanghao", "kahao", "pan", "cardno", "accountno",
    "bankcard",
)  # fmt: skip
_UNIONPAY = re.compile(UNIONPAY)
_OTHERS = re.compile(OTHERS)
# How cards are embossed, as widths of groups: by fours, 4-6-5 (American Express), 4-6-4 (Diners).
_SPACED = re.compile(r"(?:4,){3,4}[1-4],?|4,6,[45],|(?:[0-9]{1,2},)")


class BankCard(Detector):
    name = "bank_card"
    zh = "银行卡号"
    en = "bank card number"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "开户行", "户名", "type", "名称", "金额", "余额"))
    rank = 30
    # A fifth of all numbers of 16 digits begin like a card, a tenth of them pass the check digit.
    chance = 0.02
    digits = 14
    trigger = r"[2-69](?:[-._· ()（）]{0,3}[0-9]){13}"
    _cue = Cue.of(_WORDS)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: prefix and check digit of UnionPay, or of the others when words or the way it is
        written say so; the others alone are suspects. Against the words of other numbers: none."""
        for window in seen.windows(14, 19):
            union = bool(_UNIONPAY.fullmatch(window.digits))
            if not union and not _OTHERS.fullmatch(window.digits):
                continue
            if not union and not _SPACED.fullmatch("".join(f"{width}," for width in window.groups)):
                continue
            weight = self._cue.weigh(seen, window.start, window.end)
            if not luhn.is_valid(window.digits):
                if weight > 0 and union:
                    yield seen.finding(self.name, window.start, window.end, Certainty.PROBABLE)
            elif weight > 0 or (weight == 0 and (union or len(window.groups) > 2)):
                yield seen.finding(self.name, window.start, window.end, Certainty.CERTAIN)
            elif weight == 0 or union:
                yield seen.finding(self.name, window.start, window.end, Certainty.SUSPECT)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        number = bare(cell)
        union = number.str.contains(f"^{UNIONPAY}$")
        other = cell.str.contains(f"^(?:{OTHERS})$")
        sound = checks.luhn(number)
        lesser = Certainty.CERTAIN if suggested else Certainty.SUSPECT
        return checks.graded((union & sound, Certainty.CERTAIN), (other & sound, lesser))


DETECTOR = BankCard()
