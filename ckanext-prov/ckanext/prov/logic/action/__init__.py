"""API actions of the extension."""

from __future__ import annotations

from ckan.types import Action

from . import datastore, dcat, derivation, entry, keeping, validation, version, version_use


def get_actions() -> dict[str, Action]:
    """Actions by name; each is reachable over HTTP."""
    own = (
        validation.prov_dataset_validate,
        derivation.prov_derivation_create,
        derivation.prov_derivation_delete,
        derivation.prov_derivation_list,
        entry.prov_chain_verify,
        entry.prov_entry_list,
        keeping.package_update,
        version.prov_version_create,
        version.prov_version_list,
        version.prov_version_show,
        version_use.prov_version_compare,
        version_use.prov_version_restore,
    )
    return {**{action.__name__: action for action in own}, **dcat.actions(), **datastore.actions()}
