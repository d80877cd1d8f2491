"""Pseudonym by HMAC-SHA-256 (RFC 2104, FIPS 198-1)."""

from __future__ import annotations

from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators._digest import Digest, hmac_sha256
from ckanext.masking.domain.operators._pseudonym import Pseudonym


class HmacSha256(Pseudonym):
    name = "hmac_sha256"
    zh = "用 HMAC-SHA-256 生成假名，同一数据集内相同的值得到相同的假名"
    en = "Gives a pseudonym by HMAC-SHA-256; equal values of a dataset get equal ones"

    def digest(self, key: Key) -> Digest:
        return hmac_sha256(key)
