"""What every answer tells the browser: load nothing from elsewhere, frame no page."""

from __future__ import annotations

from ckanext.govopen import config
from flask import Blueprint, Response

headers = Blueprint("govopen_headers", __name__)

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


@headers.after_app_request
def protect(response: Response) -> Response:
    """Add the headers that a view has not set itself."""
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if "frame-ancestors *" in response.headers.get("Content-Security-Policy", ""):
        # A view that is meant for other sites' pages says so.
        response.headers.pop("X-Frame-Options")
    policy = config.content_security_policy()
    if policy and response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", policy)
    return response
