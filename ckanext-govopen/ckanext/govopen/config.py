"""The only reader of the portal's settings; ``config_declaration.yaml`` declares them."""

from __future__ import annotations

import os
import re

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.govopen."
TELLING = frozenset({"stats"})
"""Plugins of core that count and list datasets without regard to who reads."""


def province() -> str:
    """GB/T 2260 code (6 digits) of the province this portal serves."""
    return str(tk.config[PREFIX + "province"])


def code_prefix() -> str:
    """What resource codes of this portal start with (2017 guide: 类 1, 项 2, 目 3 digits)."""
    return str(tk.config[PREFIX + "code_prefix"])


def authority_org() -> str:
    """Name of the organization whose members are the catalogue authority; may be empty."""
    return str(tk.config[PREFIX + "authority_org"] or "")


def vocabulary_base() -> str:
    """Base IRI of the vocabularies' concepts, without a trailing slash."""
    return str(tk.config[PREFIX + "vocabulary_base"] or tk.config["ckan.site_url"]).rstrip("/")


def receive_key() -> str:
    """Secret of the signed receiving endpoint; the endpoint is closed while it is empty."""
    return str(tk.config[PREFIX + "receive_key"] or "")


def allowed_private_hosts() -> list[str]:
    """Hosts, host:port pairs and networks in private ranges that any harvest source may reach."""
    return list(tk.config[PREFIX + "harvest.allowed_private_hosts"])


def site_title_en() -> str:
    """The portal's name in English; may be empty."""
    return str(tk.config[PREFIX + "site_title_en"] or "")


def contact() -> dict[str, str]:
    """Who runs the portal: ``sponsor``, ``phone``, ``email``, ``registration``; empty if unset."""
    options = {
        "sponsor": PREFIX + "contact.sponsor",
        "phone": PREFIX + "contact.phone",
        "email": PREFIX + "contact.email",
        "registration": PREFIX + "contact.registration",
    }
    return {name: str(tk.config[option] or "") for name, option in options.items()}


def telling_plugins() -> list[str]:
    """Plugins that are on and go round the one visibility rule; should be empty."""
    return sorted(TELLING & set(tk.aslist(tk.config["ckan.plugins"])))


def site_id() -> str:
    """CKAN's id of this site, by which its datasets are told apart in a shared index."""
    return str(tk.config["ckan.site_id"])


def solr_url() -> str:
    """Address of the Solr core or collection."""
    return str(tk.config["solr_url"])


def search_words() -> str:
    """Folder with the administrator's own synonyms and question words; may be empty."""
    return str(tk.config[PREFIX + "search.words"] or "")


def profile_folder() -> str:
    """Folder with the administrator's own harvest profiles; may be empty."""
    return str(tk.config[PREFIX + "harvest.profiles"] or "")


def harvest_batch() -> int:
    """Records that a harvest worker writes in one transaction."""
    return int(tk.config[PREFIX + "harvest.batch"])


def harvest_stale_after() -> int:
    """Seconds without a heartbeat after which a harvest job is taken up again."""
    return int(tk.config[PREFIX + "harvest.stale_after"])


def credential(name: str) -> str | None:
    """A credential of a harvest source: the environment's, else the setting's; None when unset.

    ``token`` is ``GOVOPEN_CREDENTIAL_TOKEN`` or ``ckanext.govopen.harvest.credential.token``.
    """
    variable = "GOVOPEN_CREDENTIAL_" + re.sub(r"\W", "_", name).upper()
    return os.environ.get(variable) or _named(f"harvest.credential.{name}") or None


def redis_key(name: str) -> str:
    """The Redis key of ``name``, apart from those of other sites."""
    return f"{tk.config['ckan.site_id']}:govopen:{name}"


def csrf_field() -> str:
    """Name of the form field that carries the token against forged requests."""
    return str(tk.config["WTF_CSRF_FIELD_NAME"])


def receive_secret(requester: str) -> str:
    """The secret a requester signs with: its own, else the one of all; empty when closed."""
    return (_named(f"receive_key.{requester}") if requester else "") or receive_key()


def receive_header(name: str) -> str:
    """The header that carries ``name`` (sid, rid, rtime, digest or sign) of a signed call."""
    return f"{tk.config[PREFIX + 'receive.header_prefix']}{name}"


def site_url() -> str:
    """The portal's own address."""
    return str(tk.config["ckan.site_url"])


def site_description() -> str:
    """CKAN's description of the site; may be empty."""
    return str(tk.config["ckan.site_description"] or "")


def solr_commits_at_once() -> bool:
    """Whether Solr is to commit with each write, as tests need it."""
    return bool(tk.config["ckan.search.solr_commit"])


def _named(option: str) -> str:
    """A setting whose name somebody made up; empty when it is not there."""
    return str(tk.config[PREFIX + option]) if PREFIX + option in tk.config else ""


def site_title() -> str:
    """The portal's name."""
    return str(tk.config["ckan.site_title"])


def default_language() -> str:
    """The language of an address that names none."""
    return str(tk.config["ckan.locale_default"])


def datasets_per_page() -> int:
    """How many datasets a page of results shows."""
    return int(tk.config["ckan.datasets_per_page"])


def content_security_policy() -> str:
    """What browsers may load on our pages (CSP level 2); empty sends no such header."""
    return str(tk.config[PREFIX + "content_security_policy"] or "")
