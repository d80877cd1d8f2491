"""Data elements (数据元): the registry, and which datasets use an element."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context

from ...model import Element
from ..schema import element as schema


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_element_list)
def govopen_element_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Elements of the registry by name."""
    tk.check_access("govopen_element_list", context, data_dict)
    query = sa.select(Element).order_by(Element.name)
    query = query.limit(data_dict["limit"]).offset(data_dict["offset"])
    return [element.as_dict() for element in model.Session.scalars(query)]


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_element_show)
def govopen_element_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One element by ``id`` (id or code). Raises NotFound."""
    tk.check_access("govopen_element_show", context, data_dict)
    element = Element.get(data_dict["id"])
    if element is None:
        raise tk.ObjectNotFound(tk._("Data element not found: {}").format(data_dict["id"]))
    return element.as_dict()
