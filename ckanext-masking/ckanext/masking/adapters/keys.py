"""The site's master key, from the environment."""

from __future__ import annotations

from ckanext.masking import config
from ckanext.masking.domain.keys import DatasetKeys, Key, MasterKey


def master() -> MasterKey | None:
    """The master key, or None when the environment has none. Raises ``Rejected`` for a bad one."""
    text = config.master_key()
    return MasterKey.of_hex(text) if text else None


def of_dataset(package_id: str) -> DatasetKeys | None:
    """The keys of a dataset's operators."""
    found = master()
    return DatasetKeys(found, package_id) if found else None


def for_files() -> Key | None:
    """The key under which files are sealed."""
    found = master()
    return found.derive("sealed-files") if found else None
