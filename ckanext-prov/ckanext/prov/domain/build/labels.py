"""What activities and roles are called, in both languages of the interface."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ckanext.prov.domain.model import Node, tagged
from ckanext.prov.domain.terms import Iri

CHINESE: Final = "zh-Hans-CN"
ENGLISH: Final = "en"

ACTIVITY: Final = MappingProxyType(
    {
        "dataset_created": ("创建数据集", "dataset created"),
        "dataset_changed": ("修改数据集", "dataset changed"),
        "dataset_published": ("发布数据集", "dataset published"),
        "dataset_withdrawn": ("撤回数据集", "dataset withdrawn"),
        "dataset_restored": ("恢复数据集", "dataset restored"),
        "dataset_deleted": ("删除数据集", "dataset deleted"),
        "resource_created": ("新增资源", "resource created"),
        "resource_changed": ("修改资源", "resource changed"),
        "resource_deleted": ("删除资源", "resource deleted"),
        "file_uploaded": ("上传文件", "file uploaded"),
        "file_replaced": ("替换文件", "file replaced"),
        "file_masked": ("脱敏文件", "file masked"),
        "file_converted": ("转换文件格式", "file converted"),
        "rows_written": ("写入数据行", "rows written"),
        "rows_deleted": ("删除数据行", "rows deleted"),
        "version_made": ("生成版本", "version made"),
        "harvested": ("采集数据", "harvested"),
        "imported": ("导入数据", "imported"),
        "received": ("接收数据", "received"),
        "checked": ("检查数据", "checked"),
        "compiled": ("向上级汇编", "compiled upward"),
        "merged": ("合并数据集", "merged"),
    }
)
ROLE: Final = MappingProxyType(
    {
        "admin": ("管理员", "administrator"),
        "editor": ("编辑", "editor"),
        "member": ("成员", "member"),
        "sysadmin": ("系统管理员", "system administrator"),
        "": ("用户", "user"),
    }
)
NOT_PUBLIC: Final = MappingProxyType(
    {
        "dataset": ("未公开的数据集", "a dataset that is not public"),
        "version": ("未公开的数据集版本", "a version of a dataset that is not public"),
        "resource": ("未公开的资源", "a resource that is not public"),
        "file": ("未公开的文件", "a file that is not public"),
        "": ("未公开的内容", "something that is not public"),
    }
)

RECORD: Final = ("来源中的一条记录", "a record of a source")
TERMS: Final = ("溯源记录中的计数与标记", "counts and marks in the provenance of this site")
COUNT: Final = MappingProxyType(
    {
        "accepted": ("是否通过", "accepted", "检查是否通过", "whether a check was passed"),
        "automatic": (
            "自动生成", "automatic",
            "版本是否由发布自动生成", "whether a version was made by a publication of itself",
        ),
        "columns": ("列数", "columns", "脱敏的列数", "how many columns were masked"),
        "errors": ("错误数", "errors", "检查发现的错误数", "how many errors a check found"),
        "first_seen": (
            "首次记录", "first seen",
            "数据集在启用记录之前已经存在", "the dataset was there before anything was recorded",
        ),
        "found": (
            "事后发现", "found",
            "变化未经过本站接口，事后发现", "a change past the site's own ways, found later",
        ),
        "purged": (
            "彻底删除", "purged", "数据集已从数据库中清除", "the dataset is gone from the database",
        ),
        "reconstructed": (
            "补记", "reconstructed",
            "根据站点旧记录补写", "read later from older records of the site",
        ),
        "rows": ("行数", "rows", "写入或删除的行数", "how many rows were written or deleted"),
        "table": ("整表", "table", "是否删除了整张表", "whether the whole table was deleted"),
    }
)  # fmt: skip
"""What activities count or mark: its name in Chinese and English, and what it says in both."""


def say(node: Node, predicate: Iri, words: tuple[str, str]) -> None:
    """Add Chinese and English ``words`` to ``node``."""
    for text, lang in zip(words, (CHINESE, ENGLISH), strict=True):
        node.add(predicate, tagged(text, lang))
