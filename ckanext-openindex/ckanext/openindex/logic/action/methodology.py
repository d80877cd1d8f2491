"""The methodology, as a document."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.openindex.adapters import methodologies
from ckanext.openindex.domain.indicators import registry
from ckanext.openindex.logic import schema

from . import subject


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_methodology_show)
def openindex_methodology_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A version of the methodology.

    :param version: (optional; default: the one that is shown)

    :returns: ``version``, ``digest`` (SHA-256 of the file), ``title``, ``about``, ``dimensions``
        (each with ``id``, ``weight`` in percent, ``title``, ``about``, and ``rules``, its
        indicators with ``id``, ``name``, ``weight``, ``title``, ``about``, ``gain`` and ``given``,
        the parameters), ``bands`` (the best first, each with ``id``, ``least``, ``title``),
        ``levels`` (how nodes come by their figures), ``formulas`` (how the value of an indicator is
        computed, by its id), ``text`` (the file), ``active`` (versions that are computed, the shown
        one first) and ``versions`` (all that ever were). Texts are ``{"zh": …, "en": …}``.
    """
    tk.check_access("openindex_methodology_show", context, data_dict)
    found = subject.methodology(data_dict)
    text, versions = methodologies.kept(found.version)
    active = [one.version for one in methodologies.active()]
    known = registry()
    formulas = {
        rule.id: dict(zip(("zh", "en"), known[rule.name].formula, strict=True))
        for rule in found.rules
        if rule.name in known
    }
    said = {"formulas": formulas, "text": text, "active": active, "versions": versions}
    return {**found.as_dict(), **said}
