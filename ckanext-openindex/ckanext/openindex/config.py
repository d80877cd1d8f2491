"""The only reader of the extension's settings; ``config_declaration.yaml`` declares them."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.openindex."


def methodologies() -> list[str]:
    """Files with the methodologies that are computed; the first is the one that is shown."""
    return [str(name) for name in tk.aslist(tk.config[PREFIX + "methodologies"])]


def province() -> str:
    """GB/T 2260 code of the province the index is of; empty where divisions are not known."""
    own = tk.config[PREFIX + "province"] or tk.config.get("ckanext.govopen.province")
    return str(own or "")


def site_id() -> str:
    """CKAN's id of this site, by which its documents are told apart in a shared index."""
    return str(tk.config["ckan.site_id"])


def site_url() -> str:
    """The site's own address, without a slash at its end."""
    return str(tk.config["ckan.site_url"]).rstrip("/")


def redis_key(name: str) -> str:
    """The Redis key of ``name``, apart from those of other sites."""
    return f"{tk.config['ckan.site_id']}:openindex:{name}"
