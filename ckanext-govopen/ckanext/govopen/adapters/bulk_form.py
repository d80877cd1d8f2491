"""The dataset form's own schema, made once for a batch.

ckanext-scheming reads the validators of each field from text again with each dataset. Its code
runs here with functions that remember them; nothing of its own is replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Final

from ckan.lib import plugins as lib_plugins
from ckan.lib.navl.dictization_functions import unflatten
from ckan.logic import converters
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.scheming import plugins as scheming

from . import bulk_navl

_EXTRAS: Final = "govopen_extras"
_MAKERS: Final = ("_field_create_validators", "_field_validators", "_field_output_validators")


@dataclass
class _Extras:
    """What is known of the extras of the dataset at hand."""

    next: int = 0
    none: bool = False


class Form:
    """Validates datasets of one type as ``plugin_validate`` does, many of them in turn.

    For one batch: what an administrator changes meanwhile is for the next.
    """

    def __init__(self, package_type: str) -> None:
        self.plugin: Any = lib_plugins.lookup_package_plugin(package_type)
        self._made: dict[tuple[str, int, bool], Any] = {}
        self._run = self._remembering()

    def validate(
        self, context: Context, data: dict[str, Any], schema: dict[str, Any], action: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The validated dataset and its errors; ``schema``, the plugin's own, is changed."""
        if self._run is None:
            return lib_plugins.plugin_validate(self.plugin, context, data, schema, action)
        fresh: Any = {**context, _EXTRAS: _Extras()}
        return self._run(self.plugin, fresh, data, schema, action)

    def _remembering(self) -> Callable[..., Any] | None:
        """scheming's ``validate`` with a memory; None where another plugin has the form."""
        original: Any = scheming.SchemingDatasetsPlugin.validate
        if getattr(type(self.plugin), "validate", None) is not original:
            return None
        names = {name: self._remembered(name) for name in _MAKERS}
        names |= {"navl_validate": bulk_navl.validate, "unflatten": _rows_alone}
        return FunctionType(
            original.__code__,
            {**original.__globals__, **names},
            original.__name__,
            original.__defaults__,
        )

    def _remembered(self, name: str) -> Callable[..., Any]:
        make = getattr(scheming, name)

        def made(field: dict[str, Any], form: Any, convert_extras: bool) -> Any:
            key = (name, id(field), convert_extras)
            if key not in self._made:
                self._made[key] = _quicker(make(field, form, convert_extras))
            return self._made[key]

        return made


def _quicker(validators: Any) -> Any:
    """Validators of a field, or of the fields of a row, with CKAN's slow converters exchanged."""
    if isinstance(validators, dict):
        return {name: _quicker(found) for name, found in validators.items()}
    quick = {
        converters.convert_to_extras: _to_extras,
        converters.convert_from_extras: _from_extras,
    }
    return [quick.get(one, one) for one in validators]


def _to_extras(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """As CKAN's ``convert_to_extras``, which looks through all keys for the next free number."""
    known: _Extras = context[_EXTRAS]  # type: ignore[literal-required]
    while ("extras", known.next, "key") in data:
        known.next += 1
    data["extras", known.next, "key"] = key[-1]
    data["extras", known.next, "value"] = converters.unicode_safe(data[key])


def _from_extras(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """As CKAN's ``convert_from_extras``, which has nothing to look for where no extra is left."""
    known: _Extras = context[_EXTRAS]  # type: ignore[literal-required]
    known.none = known.none or not any(flat[0] == "extras" for flat in data)
    if not known.none:
        converters.convert_from_extras(key, data, errors, context)


def _rows_alone(data: FlattenDataDict) -> dict[str, Any]:
    """``unflatten`` of the keys that belong to rows, which is what scheming looks at."""
    return unflatten({key: value for key, value in data.items() if len(key) > 2})
