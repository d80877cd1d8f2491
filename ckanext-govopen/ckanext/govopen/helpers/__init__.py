"""Template helpers: labels of stored words, the frame of the pages, figures, a dataset's parts."""

from .dataset import (
    govopen_badges,
    govopen_census,
    govopen_citation,
    govopen_files,
    govopen_metadata_groups,
    govopen_related,
    govopen_usage,
)
from .figures import govopen_day, govopen_integer, govopen_size, render_datetime
from .frame import (
    govopen_account_links,
    govopen_contact,
    govopen_error_text,
    govopen_icon,
    govopen_navigation,
    govopen_other_languages,
    govopen_site_subtitle,
    govopen_site_title,
    govopen_version,
    unix_locale_to_bcp47,
)
from .labels import (
    govopen_department,
    govopen_division,
    govopen_label,
    govopen_node_title,
    govopen_vocabulary_choices,
)
from .publication import govopen_moves

__all__ = [
    "govopen_account_links",
    "govopen_badges",
    "govopen_census",
    "govopen_citation",
    "govopen_contact",
    "govopen_day",
    "govopen_department",
    "govopen_division",
    "govopen_error_text",
    "govopen_files",
    "govopen_icon",
    "govopen_integer",
    "govopen_label",
    "govopen_metadata_groups",
    "govopen_moves",
    "govopen_navigation",
    "govopen_node_title",
    "govopen_other_languages",
    "govopen_related",
    "govopen_site_subtitle",
    "govopen_site_title",
    "govopen_size",
    "govopen_usage",
    "govopen_version",
    "govopen_vocabulary_choices",
    "render_datetime",
    "unix_locale_to_bcp47",
]
