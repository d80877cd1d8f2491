"""``/dataset/ID.<ext>``, ckanext-dcat's: not made and not sent again to who has it already."""

from __future__ import annotations

from ckan import model
from ckanext.dcat.utils import CONTENT_TYPES
from ckanext.prov import config
from ckanext.prov.fragments import stamps
from flask import Blueprint, Response, g, request

from . import answers

dataset = Blueprint("prov_dataset", __name__)

THEIRS = "dcat.read_dataset"


@dataset.before_app_request
def unchanged() -> Response | None:
    """304 for who has what there is; else the stamp is kept for the answer that is made."""
    given = request.view_args or {}
    if request.endpoint != THEIRS or given.get("_format") not in CONTENT_TYPES:
        return None
    reader, package = answers.reader(), model.Package.get(given["_id"])
    if package is None or package.type in config.ignored_types() or not reader.sees(package.id):
        return None  # ckanext-dcat says so
    stamp = stamps.of(package, g.userobj or None)
    answers.private_unless(package, reader, stamp)
    g.prov_stamp = (f"{stamp.etag}-{given['_format']}", stamp.modified)
    same = answers.not_modified(*g.prov_stamp)
    return answers.personal(same) if same is not None else None


@dataset.after_app_request
def tagged(response: Response) -> Response:
    """Tag the answer, where one was made."""
    stamp = g.get("prov_stamp")
    if stamp is None or response.status_code != 200:
        return response
    return answers.personal(answers.tag(response, *stamp))
