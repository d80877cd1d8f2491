"""Every key a harvest profile may hold, by section: what the loader accepts and the docs list.

``docs/harvest-profiles.md`` has one table per section; a test compares it with this module.
"""

from __future__ import annotations

from typing import Final

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "profile": (
        "profile",
        "title",
        "family",
        "notes",
        "options",
        "credentials",
        "timezone",
        "charset",
        "headers",
        "limits",
        "login",
        "errors",
        "list",
        "file",
        "record",
        "identity",
        "codes",
        "fields",
        "assumed",
        "elements",
        "resources",
    ),
    "title": ("zh", "en"),
    "limits": ("rate", "timeout", "total_timeout", "retries", "max_bytes"),
    "request": ("method", "url", "params", "headers", "form", "json", "body", "sign"),
    "sign": ("algorithm", "key", "message", "encoding"),
    "login": (
        "request",
        "unwrap",
        "errors",
        "token",
        "expires_in",
        "header",
        "value",
        "status",
        "page",
    ),
    "error": ("when", "message", "kind"),
    "list": ("request", "unwrap", "errors", "items", "id", "pages", "repeat"),
    "pages": ("start", "size", "total", "count", "next", "max"),
    "repeat": ("name", "over"),
    "file": ("format", "charset", "delimiter", "sheet", "header", "id", "page_size"),
    "step": ("name", "request", "unwrap", "errors", "each", "when", "gone", "optional"),
    "gone": ("status", "when"),
    "identity": ("fold_case", "duplicates"),
    "value": (
        "path",
        "css",
        "attr",
        "all",
        "label",
        "key",
        "const",
        "template",
        "header",
        "first",
        "from",
        "parse_json",
        "regex",
        "replace",
        "strip_html",
        "join",
        "split",
        "case",
        "codes",
        "vocabulary",
        "date_formats",
        "scale",
        "default",
        "required",
    ),
    "assumed": ("when", "value"),
    "elements": ("items", "when", "fields"),
    "resources": ("items", "when", "fields"),
}

UNWRAP: Final[tuple[str, ...]] = ("json", "jsonp", "html", "xml", "text")
"""Words an ``unwrap`` list may hold, besides ``{select: expression}``."""

FILTERS: Final[tuple[str, ...]] = ("raw", "quote", "underscore", "lower", "upper", "digits")
"""What may follow a placeholder's expression, after a bar: ``{id|underscore}``."""

CONTEXT: Final[tuple[str, ...]] = (
    "base",
    "page",
    "size",
    "offset",
    "next",
    "id",
    "item",
    "each",
    "fields",
    "credential",
    "token",
    "signature",
    "now",
    "now_ms",
    "nonce",
)
"""Names every placeholder knows, besides the profile's options and its record steps."""
