"""What a fragment depends on beside its dataset, as one word that changes with it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as installed

import ckan.plugins as p
from ckanext.prov import config
from ckanext.prov.interfaces import ICatalogue

SOFTWARE = ("ckan", "ckanext-dcat", "rdflib", "govopen")


def current() -> str:
    """Of settings, vocabularies, profiles and software."""
    said = [config.rdf_settings(), _software()]
    said += [plugin.catalogue_version() for plugin in p.PluginImplementations(ICatalogue)]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def shows_log() -> bool:
    """Whether the catalogue tells the whole provenance of each dataset."""
    return config.rdf_catalogue() == "full" and "prov" in config.rdf_profiles()


@cache
def _software() -> tuple[str, ...]:
    return tuple(installed(name) for name in SOFTWARE)
