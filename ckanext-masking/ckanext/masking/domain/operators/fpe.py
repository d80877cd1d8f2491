"""Format-preserving encryption: digits become other digits, by FF1 (NIST SP 800-38G Rev. 1).

FF1 permutes all values of one length, so two values never become one, and whoever holds the key
can turn it back. As in every permutation a value may by chance stand for itself; nobody without
the key can tell. Under a million possible values the standard forbids it; such values are
redacted here.

The check digit of an ID number (GB 11643) or a bank card (Luhn) is left out of the encryption and
computed anew, so the result passes a checksum. Its birth date and area code are random digits: it
is deliberately not a number that could be somebody's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators._digest import encoded
from ckanext.masking.domain.operators._pseudonym import LINK
from ckanext.masking.domain.operators.base import OTHERWISE, Mask, Operator, Scope, otherwise
from ckanext.masking.domain.operators.parameter import Parameter
from fastfpe import ff1  # pyright: ignore[reportMissingTypeStubs]
from govopen_common.problem import Problem
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

LEAST_DOMAIN: Final = 1_000_000
"""NIST SP 800-38G Rev. 1, 5.1: radix to the power of the length must be at least this."""
LONGEST: Final = 64
ALPHABETS: Final[Mapping[str, str]] = {
    "digits": "0123456789",
    "letters_digits": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_SEPARATORS: Final = frozenset(" -./()+")
_Check = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A value taken apart: all characters, which of them are encrypted, and what stays before."""

    chars: list[str]
    places: list[int]
    prefix: str
    body: str


class FpeMask(Mask):
    """Encrypts the digits (or letters and digits) of a value; separators stay where they are."""

    def __init__(self, key: Key, parameters: Mapping[str, Any]) -> None:
        self.key_id = key.id
        self.alphabet = ALPHABETS[parameters["alphabet"]]
        self.prefix: int = parameters["prefix"]
        self.check: str = parameters["check"]
        self.otherwise = otherwise(parameters)
        self._key = key

    def one(self, value: str, subject: str | None) -> str | None:
        return self._turned(value, ff1.encrypt)

    def reverse(self, value: str) -> str | None:
        """The value that was encrypted, in half-width characters and capitals."""
        return self._turned(value, ff1.decrypt)

    def _turned(self, value: str, turn: Callable[[str, str, str, str], str]) -> str | None:
        parts = self._parts(value)
        if parts is None:
            return self.otherwise
        key = self._key.text
        turned = turn(key, encoded(parts.prefix).hex(), self.alphabet, parts.body)
        if self.check != "none":
            turned += _CHECKS[self.check](parts.prefix + turned)
        for place, char in zip(parts.places, turned, strict=True):
            parts.chars[place] = char
        return "".join(parts.chars)

    def _parts(self, value: str) -> _Parts | None:
        if len(value) > LONGEST:
            return None
        chars = list(unicodedata.normalize("NFKC", value).upper().strip())
        places = [n for n, char in enumerate(chars) if char not in _SEPARATORS]
        text = "".join(chars[n] for n in places)
        body = text
        if self.check != "none":
            body, digit = text[:-1], text[-1:]
            if not self._whole(body, digit):
                return None
        prefix, body = body[: self.prefix], body[self.prefix :]
        known = set(body + prefix) <= set(self.alphabet)
        if not known or len(self.alphabet) ** len(body) < LEAST_DOMAIN:
            return None
        return _Parts(chars, places[len(prefix) :], prefix, body)

    def _whole(self, body: str, digit: str) -> bool:
        if not (body.isascii() and body.isdigit()) or _CHECKS[self.check](body) != digit:
            return False
        return self.check != "gb11643" or len(body) == _ID_BODY


class Fpe(Operator):
    name = "fpe"
    zh = "保留格式加密（FF1）：数字仍是数字，长度与分隔符不变，持有密钥者可还原"
    en = "Encrypts digits to digits (FF1); length and separators stay, the key turns it back"
    keyed = True
    parameters = {
        "alphabet": Parameter(
            "choice",
            "加密哪些字符：数字，或字母和数字",
            "what is encrypted: digits, or letters and digits",
            "digits",
            choices=tuple(ALPHABETS),
        ),
        "prefix": Parameter("integer", "开头保留几个字符", "characters kept first", 0, 0, 6),
        "check": Parameter(
            "choice",
            "重新计算的校验位：gb11643 身份证号，luhn 银行卡",
            "the check digit that is computed anew: gb11643 for IDs, luhn for bank cards",
            "none",
            choices=("none", "gb11643", "luhn"),
        ),
        "link": LINK,
        "otherwise": OTHERWISE,
    }

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        if parameters["check"] != "none" and parameters["alphabet"] != "digits":
            zh = "有校验位的号码只有数字，请用 alphabet: digits"
            en = "numbers with a check digit are digits; use alphabet: digits"
            yield Problem(f"{field}.alphabet", "parameter_together", zh, en)

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> FpeMask:
        return FpeMask(self.key(scope, parameters["link"]), parameters)


def _gb11643(body: str) -> str:
    return str(mod_11_2.calc_check_digit(body))


def _luhn(body: str) -> str:
    return str(luhn.calc_check_digit(body))


_CHECKS: Final[Mapping[str, _Check]] = {"gb11643": _gb11643, "luhn": _luhn}
_ID_BODY: Final = 17  # GB 11643-1999: address 6, birth date 8, sequence 3, then the check digit
