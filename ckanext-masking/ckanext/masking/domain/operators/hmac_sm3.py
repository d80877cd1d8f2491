"""Pseudonym by HMAC with SM3 (GB/T 32905-2016), for sites that must use national algorithms."""

from __future__ import annotations

from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators._digest import Digest, hmac_sm3
from ckanext.masking.domain.operators._pseudonym import Pseudonym


class HmacSm3(Pseudonym):
    name = "hmac_sm3"
    zh = "用 HMAC-SM3（国密）生成假名，同一数据集内相同的值得到相同的假名"
    en = "Gives a pseudonym by HMAC-SM3; equal values of a dataset get equal ones"

    def digest(self, key: Key) -> Digest:
        return hmac_sm3(key)
