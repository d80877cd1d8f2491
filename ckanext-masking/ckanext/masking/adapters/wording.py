"""Titles, descriptions, tags and file names, looked at before they are saved.

They are public as they stand, so nothing masks them: whoever writes them is told what is in them,
and saves them all the same or does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.masking.domain.review.words import TOO_LONG, flagged
from flask import has_request_context

from .review_page import detector_label

SEEN: Final = "masking_seen"
"""The field of a form, or of a call, that says: I know, save it."""
_DATASET: Final = ("title", "notes")
_RESOURCE: Final = ("name", "description")
_inside: ContextVar[bool] = ContextVar("masking_wording", default=False)


@contextmanager
def looked_at(context: Context, data_dict: dict[str, Any], kind: str) -> Iterator[None]:
    """Look at the texts of a dataset or resource (``kind``) that are new in this call.

    Raises ValidationError that names the fields. Actions called inside are not looked at again,
    nor are calls of the system.
    """
    seen = tk.asbool(data_dict.pop(SEEN, None) or False)
    if not (seen or _inside.get() or context.get("ignore_auth")):
        texts = _of_dataset(data_dict) if kind == "package" else _of_resource(data_dict, "")
        found = flagged(_new(texts, data_dict, kind))
        if found:
            raise tk.ValidationError(_errors(found, data_dict))
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


def _of_dataset(data_dict: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: _text(data_dict.get(name)) for name in _DATASET}
    named = [_text(tag.get("name")) for tag in data_dict.get("tags") or () if _is(tag)]
    tags = [*named, _text(data_dict.get("tag_string"))]
    texts["tag_string"] = "，".join(tag for tag in tags if tag)
    for number, resource in enumerate(data_dict.get("resources") or ()):
        if _is(resource):
            texts |= _of_resource(resource, f"resources.{number}.")
    return texts


def _of_resource(resource: Mapping[str, Any], prefix: str) -> dict[str, str]:
    texts = {prefix + name: _text(resource.get(name)) for name in _RESOURCE}
    upload = resource.get("upload")
    texts[f"{prefix}upload"] = _text(getattr(upload, "filename", None)).replace("_", " ")
    return texts


def _new(texts: Mapping[str, str], data_dict: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Those of ``texts`` that are not on the site as they are."""
    known = _known(data_dict, kind)
    return {key: text for key, text in texts.items() if text and text not in known}


def _known(data_dict: Mapping[str, Any], kind: str) -> set[str]:
    reference = str(data_dict.get("id") or "")
    if kind == "resource":
        resource = model.Session.get(model.Resource, reference) if reference else None
        return _words_of(resource) if resource else set()
    package = model.Package.get(reference or str(data_dict.get("name") or ""))
    if package is None:
        return set()
    known = {str(package.title or ""), str(package.notes or "")}
    known.add("，".join(tag.name for tag in package.get_tags()))
    return known.union(*(_words_of(one) for one in package.resources))


def _words_of(resource: model.Resource) -> set[str]:
    return {str(resource.name or ""), str(resource.description or "")}


def _errors(found: Mapping[str, list[str]], data_dict: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    resources = [{} for _ in data_dict.get("resources") or ()]
    for key, kinds in found.items():
        where: dict[str, Any] = errors
        field = key
        if key.startswith("resources."):
            _, number, field = key.split(".")
            where = resources[int(number)]
            errors["resources"] = resources
        where[field] = [_message(kinds)]
    if has_request_context():
        tk.g.masking_flagged = True
    return errors


def _message(kinds: list[str]) -> str:
    if TOO_LONG in kinds:
        return str(tk._("This is too long to be checked for personal data. Shorten it."))
    named = tk._(", ").join(detector_label(kind) for kind in kinds)
    message = tk._(
        "This seems to hold: {kinds}. Take it out, or confirm (masking_seen) that everybody may "
        "read it."
    )
    return str(message.format(kinds=named))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is(value: Any) -> bool:
    return isinstance(value, Mapping)
