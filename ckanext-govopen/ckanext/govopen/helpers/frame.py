"""What surrounds every page: names, navigation, languages, the account's links, icons."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib import helpers as core
from ckanext.govopen import config
from markupsafe import Markup
from werkzeug.exceptions import default_exceptions

ICON = '<svg class="go-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
LANGUAGES = {"zh_Hans_CN": "简体中文", "en": "English"}
NO_ACCOUNT = re.compile(r"Action \w+ requires an authenticated user")
CHINESE_TAG = "zh-CN"
"""How pages name their language: RFC 5646 has it, and the scripts of CKAN know no other Chinese."""


def govopen_icon(name: str) -> Markup:
    """An icon of ``public/govopen/icons.svg``; decoration only, so screen readers skip it."""
    drawn: dict[str, Markup] = tk.g.setdefault("govopen_icons", {})
    if name not in drawn:
        source = tk.h.url_for_static("/govopen/icons.svg")
        drawn[name] = Markup(ICON).format(source, name)
    return drawn[name]


def govopen_site_title() -> str:
    """The portal's name in the reader's language."""
    return _titles()[0]


def govopen_site_subtitle() -> str:
    """The portal's name in the other language; empty when none is set."""
    return _titles()[1]


def govopen_navigation() -> list[dict[str, Any]]:
    """Main navigation: ``label``, ``url``, whether it is ``current`` and ``exact`` the page."""
    items = [
        (tk._("Home"), "home.index", "/"),
        (tk._("Catalogue"), "govopen_catalogue.index", "/catalogue"),
        (tk._("Datasets"), "dataset.search", "/dataset"),
        (tk._("Departments"), "organization.index", "/organization"),
        (tk._("Data elements"), "govopen_element.index", "/element"),
        (tk._("API guide"), "govopen_pages.api_guide", "/api-guide"),
    ]
    if p.plugin_loaded("openindex"):
        items.append((tk._("Openness index"), "openindex_pages.front", "/openindex"))
    path = tk.request.path
    return [
        {
            "label": label,
            "url": tk.url_for(endpoint),
            "current": path == "/" if prefix == "/" else path.startswith(prefix),
            "exact": path.rstrip("/") == prefix.rstrip("/"),
        }
        for label, endpoint, prefix in items
    ]


def govopen_other_languages() -> list[dict[str, str]]:
    """Links to this page in the languages the reader is not using: ``name``, ``tag``, ``url``."""
    here = tk.h.current_url()
    default = config.default_language()
    others = [locale for locale in tk.h.get_available_locales() if locale.short_name != tk.h.lang()]
    return [
        {
            "name": LANGUAGES.get(locale.short_name, locale.display_name),
            "tag": tk.h.unix_locale_to_bcp47(locale.short_name),
            "url": tk.h.url_for(
                here, locale="default" if locale.short_name == default else locale.short_name
            ),
        }
        for locale in others
    ]


def unix_locale_to_bcp47(locale_str: str) -> str:
    """The language tag of a locale, in place of CKAN's helper of this name, which says that a site
    overrides it where a language has a region or a script."""
    return CHINESE_TAG if locale_str == "zh_Hans_CN" else core.unix_locale_to_bcp47(locale_str)


def govopen_account_links() -> list[dict[str, str]]:
    """What a signed-in reader may do: ``label`` and ``url`` of each."""
    user = tk.current_user
    links = [(tk._("Dashboard"), tk.url_for("dashboard.datasets"))]
    if tk.h.check_access("package_create"):
        links.append((tk._("Add a dataset"), tk.url_for("dataset.new")))
    if tk.h.check_access("govopen_dataset_import"):
        links.append((tk._("Report datasets by workbook"), tk.url_for("govopen_importing.index")))
    if user.sysadmin:
        links.append((tk._("Harvest sources"), tk.url_for("harvest.search")))
        links.append((tk._("Administration"), tk.url_for("admin.index")))
    links.append((tk._("Profile settings"), tk.url_for("user.edit", id=user.name)))
    return [{"label": label, "url": url} for label, url in links]


def govopen_contact() -> dict[str, str]:
    """Who runs the portal: ``sponsor``, ``phone``, ``email``, ``registration``, or empty."""
    return config.contact()


def govopen_error_text(status: int, content: object) -> str:
    """What an error page adds to its own words.

    Nothing of faults of ours or of the framework, nor that an action needs an account: CKAN says
    that in English alone.
    """
    standard = default_exceptions.get(status)
    said = str(content or "")
    known = bool(standard and said == standard.description) or NO_ACCOUNT.fullmatch(said)
    return "" if status >= 500 or known else said


@cache
def govopen_version() -> str:
    """The installed version of the suite."""
    return version("govopen")


def _titles() -> tuple[str, str]:
    chinese, english = config.site_title(), config.site_title_en()
    if tk.h.lang() == "en" and english:
        return english, chinese
    return chinese, english
