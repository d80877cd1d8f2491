"""What CKAN's scripts need to speak Chinese: their words, under the name they ask for.

The scripts start only once they have the words of the language that ``<html lang>`` names. They
turn one hyphen of it into an underscore and CKAN answers to its own names of locales alone, so
that a page in ``zh-Hans-CN`` would ask for ``zh_Hans-CN``, get an error, and start nothing.
"""

from __future__ import annotations

from ckanext.govopen.adapters import script_words
from ckanext.govopen.helpers.frame import CHINESE_TAG
from flask import Blueprint, Response, jsonify

language = Blueprint("govopen_language", __name__)


@language.route(f"/api/i18n/{CHINESE_TAG.replace('-', '_')}")
def words() -> Response:
    """The Chinese words of the scripts, as JSON."""
    return jsonify(script_words.chinese())
