"""The ``govshare`` source type of ckanext-harvest."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
from ckanext.harvest.interfaces import IHarvester


class GovshareHarvester(p.SingletonPlugin):
    p.implements(IHarvester)

    def info(self) -> dict[str, Any]:
        return {
            "name": "govshare",
            "title": "政务数据共享平台 / Government data sharing platform",
            "description": "A platform described by a profile in YAML",
        }
