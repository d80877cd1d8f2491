"""Everything that is checked of a dataset's linked data, or of a file that somebody brings."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from ckanext.prov.dcat import building
from ckanext.prov.domain import foreign, forms
from ckanext.prov.domain.constraints import check
from ckanext.prov.domain.reading import MOST_BYTES, read
from ckanext.prov.domain.reading.rdf import FORMATS, parse
from ckanext.prov.domain.validation import prov_json, shapes
from govopen_common.problem import Problem
from rdflib import Graph

from .facts import facts
from .reader import Reader

# Shapes of the catalogue of the plugin of the same name, where that is loaded.
OF_PLUGINS = ("govopen",)


def dataset(dataset_id: str, reader: Reader) -> list[Problem]:
    """Faults of a dataset: its provenance by PROV, its linked data by DCAT-AP's shapes and ours.

    Raises ObjectNotFound.
    """
    shown = tk.get_action("package_show")(reader.context, {"id": dataset_id})
    made = foreign.complete(facts(shown["id"], reader, shown))
    found = check(made)
    found += prov_json.faults(forms.write(made, "json"))
    for place, plugins in (("dataset", False), ("catalogue", True)):
        graph, _ = building.graph(shown, place)
        found += [one for rules in _shapes(plugins) for one in shapes.faults(graph, rules)]
    return list(dict.fromkeys(found))


def file(data: bytes, extension: str) -> list[Problem]:
    """Faults of a file in one of the forms that can be read. Raises Rejected."""
    found = _of_schema(data) if extension == "json" and len(data) <= MOST_BYTES else []
    if found:
        return found
    reading = read(data, extension, catalog_uri())
    found = [*reading.problems, *check(reading.document)]
    if extension in FORMATS:
        graph = parse(data, extension)
        found += [one for rules in _shapes() for one in shapes.faults(graph, rules)]
    return list(dict.fromkeys(found))


def _of_schema(data: bytes) -> list[Problem]:
    """Faults of PROV-JSON; of what is no JSON, reading tells."""
    try:
        return prov_json.faults(data)
    except ValueError:
        return []


def _shapes(plugins: bool = False) -> list[Graph]:
    """Shapes of DCAT-AP and of provenance; with ``plugins``, those of loaded plugins instead."""
    loaded = {name for name in OF_PLUGINS if p.plugin_loaded(name)}
    wanted = loaded if plugins else {path.stem for path in _paths()} - set(OF_PLUGINS)
    return [_read(path) for path in _paths() if path.stem in wanted]


def _paths() -> list[Path]:
    schemas = Path(str(files("govopen_schemas")))
    folders = [schemas / "shacl", *_others(schemas)]
    return [path for folder in folders for path in sorted(folder.glob("*.ttl"))]


def _others(schemas: Path) -> list[Path]:
    """The administrator's folder, or else the official shapes where they lie beside the project."""
    said = config.shapes_folder()
    return [Path(said) if said else schemas.parent.parent / "shared" / "shacl"]


@cache
def _read(path: Path) -> Graph:
    return Graph().parse(path)
