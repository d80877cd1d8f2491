"""The only reader of the extension's settings; ``config_declaration.yaml`` declares them."""

from __future__ import annotations

import hmac
import os
from typing import Literal, cast

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.prov."
SEAL_KEY_VARIABLE = "CKANEXT_PROV_SEAL_KEY"  # the name of a variable, not a secret


def names() -> Literal["none", "departments", "people"]:
    """Whose names the log writes down and shows."""
    said = str(tk.config[PREFIX + "names"])
    return cast('Literal["none", "departments", "people"]', said)


def ignored_types() -> frozenset[str]:
    """Types of datasets of which nothing is recorded."""
    return frozenset(tk.aslist(tk.config[PREFIX + "ignored_types"]))


def ignored_fields() -> frozenset[str]:
    """Fields of datasets whose changes are not told."""
    return frozenset(tk.aslist(tk.config[PREFIX + "ignored_fields"]))


def version_label() -> Literal["number", "date"]:
    """How versions made at a publication are called."""
    return cast('Literal["number", "date"]', str(tk.config[PREFIX + "version_label"]))


def automatic_versions() -> bool:
    """Whether each publication makes a version."""
    return bool(tk.config[PREFIX + "automatic_versions"])


def keep_files() -> bool:
    """Whether the files of a version stay downloadable after they were replaced."""
    return bool(tk.config[PREFIX + "keep_files"])


def compare_bytes() -> int:
    """Largest file, in bytes, whose rows two versions are compared by."""
    return int(tk.config[PREFIX + "compare_megabytes"]) * 1024 * 1024


def datastore() -> bool:
    """Whether rows that are written to the DataStore without a file are told of."""
    return bool(tk.config[PREFIX + "datastore"])


def seal_key() -> bytes:
    """Secret of the seals: the environment's, else the setting's; empty when there is none."""
    said = os.environ.get(SEAL_KEY_VARIABLE) or tk.config[PREFIX + "seal_key"] or ""
    return str(said).encode()


def storage_path() -> str:
    """CKAN's folder for files; may be empty."""
    return str(tk.config["ckan.storage_path"] or "")


def site_id() -> str:
    """CKAN's id of this site."""
    return str(tk.config["ckan.site_id"])


RdfMode = Literal["full", "link", "none"]


def rdf_catalogue() -> RdfMode:
    """How much of the provenance of each dataset the catalogue's linked data tell."""
    return cast("RdfMode", str(tk.config[PREFIX + "rdf.catalogue"]))


def rdf_dataset() -> RdfMode:
    """How much of the provenance the linked data of one dataset tell."""
    return cast("RdfMode", str(tk.config[PREFIX + "rdf.dataset"]))


def rdf_profiles() -> list[str]:
    """ckanext-dcat's profiles, in the order in which they run."""
    said = tk.aslist(tk.config.get("ckanext.dcat.rdf.profiles") or "euro_dcat_ap_3")
    return [str(name) for name in said]


def rdf_page() -> int:
    """Datasets on one page of the catalogue as linked data."""
    return int(tk.config.get("ckanext.dcat.datasets_per_page") or 100)


def rdf_settings() -> list[tuple[str, str]]:
    """All settings that show in linked data, with their values."""
    shown = (
        PREFIX + "names",
        PREFIX + "rdf.",
        "ckan.locale_default",
        "ckan.root_path",
        "ckan.site_",
        "ckanext.dcat.",
        "licenses_group_url",
    )
    return sorted((key, str(tk.config[key])) for key in tk.config if key.startswith(shown))


def hiding_key() -> bytes:
    """Key under which ids are hidden that a reader may not see: made from the site's secret."""
    return hmac.digest(str(tk.config["SECRET_KEY"]).encode(), b"ckanext.prov", "sha256")


def site_url() -> str:
    """The site's own address, without a slash at its end."""
    return str(tk.config["ckan.site_url"]).rstrip("/")


def locale() -> str:
    """The language that metadata are written in."""
    return str(tk.config["ckan.locale_default"] or "")


def shapes_folder() -> str:
    """Folder with further SHACL shapes by which datasets are checked; may be empty."""
    return str(tk.config[PREFIX + "shapes"] or "")
