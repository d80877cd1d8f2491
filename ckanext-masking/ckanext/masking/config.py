"""The only reader of the extension's settings; ``config_declaration.yaml`` declares them."""

from __future__ import annotations

import os
from pathlib import Path

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.masking."
MASTER_KEY_VARIABLE = "CKANEXT_MASKING_MASTER_KEY"  # the name of a variable, not a secret


def quarantine_folder() -> Path:
    """Where uploads wait until they are masked."""
    return _folder(str(tk.config[PREFIX + "quarantine"] or ""), "quarantine")


def vault_folder() -> Path:
    """Where originals are kept that policies keep."""
    return _folder(str(tk.config[PREFIX + "vault"] or ""), "vault")


def policy() -> str:
    """The name of the policy for whatever has none of its own."""
    return str(tk.config[PREFIX + "policy"])


def policies_folder() -> Path | None:
    """The folder with the site's own policies."""
    said = str(tk.config[PREFIX + "policies"] or "")
    return Path(said) if said else None


def policy_of() -> dict[str, str]:
    """Policies by the name of a dataset or department."""
    pairs = (one.partition("=") for one in tk.aslist(tk.config[PREFIX + "policy_of"]))
    return {name: chosen for name, _, chosen in pairs if name and chosen}


def keep_days() -> int:
    """Days for which originals are kept after publication where the policy says nothing."""
    return max(0, int(tk.config[PREFIX + "keep_days"]))


def longest_keep_days() -> int:
    """Days for which originals may be kept at most."""
    return max(0, int(tk.config[PREFIX + "longest_keep_days"]))


def most_held() -> int:
    """How many uploads of one user may wait."""
    return int(tk.config[PREFIX + "most_held"])


def lease_seconds() -> int:
    """Seconds after which a silent worker is taken for dead."""
    return max(1, int(tk.config[PREFIX + "lease_seconds"]))


def attempts() -> int:
    """How often the gate tries by itself."""
    return max(1, int(tk.config[PREFIX + "attempts"]))


def load_datastore() -> bool:
    """Whether masked tables are loaded into the DataStore."""
    return bool(tk.config[PREFIX + "load_datastore"])


def roles() -> dict[str, frozenset[str]]:
    """The site's own roles in policies, each with the names of the users who have it."""
    found: dict[str, set[str]] = {}
    for one in tk.aslist(tk.config[PREFIX + "roles"]):
        role, _, user = one.partition("=")
        if role and user:
            found.setdefault(role, set()).add(user)
    return {role: frozenset(users) for role, users in found.items()}


def auditors() -> frozenset[str]:
    """Names of users who see every clear read, beside sysadmins."""
    return frozenset(tk.aslist(tk.config[PREFIX + "auditors"]))


def audit_days() -> int:
    """Days for which clear reads are remembered; 0 for ever."""
    return max(0, int(tk.config[PREFIX + "audit_days"]))


def longest_grant_days() -> int:
    """Days for which a grant may hold."""
    return max(1, int(tk.config[PREFIX + "longest_grant_days"]))


def master_key() -> str:
    """The master key in hexadecimal, from the environment or else from its file; empty when there
    is none. Raises ``OSError`` when there is to be a file and it cannot be read."""
    given = os.environ.get(MASTER_KEY_VARIABLE, "").strip()
    file = master_key_file()
    return given or (file.read_text("ascii").strip() if file else "")


def master_key_file() -> Path | None:
    """The file with the master key."""
    said = str(tk.config[PREFIX + "master_key_file"] or "")
    return Path(said) if said else None


def site_id() -> str:
    """CKAN's id of this site."""
    return str(tk.config["ckan.site_id"])


def resource_storage() -> str:
    """The storage of CKAN in which files of resources are, where one is configured."""
    return str(tk.config["ckan.files.default_storages.resource"] or "")


def default_storage() -> str:
    """The storage of CKAN for files that name none."""
    return str(tk.config["ckan.files.default_storages.default"] or "")


def _folder(said: str, name: str) -> Path:
    if said:
        return Path(said)
    storage = str(tk.config["ckan.storage_path"] or "")
    if not storage:
        raise tk.ValidationError({"upload": [tk._("The site has no folder for files.")]})
    return Path(storage) / "masking" / name
