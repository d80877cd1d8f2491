"""The record of what happened to each dataset, as one CKAN plugin."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import Context, SignalMapping
from ckanext.dcat.interfaces import IDCATURIGenerator

from . import cli, subscriptions, views
from .adapters import recording, statements
from .dcat import addresses
from .fragments import changes as fragments
from .logic import auth
from .logic.action import get_actions


@tk.blanket.actions(get_actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.cli(cli)
@tk.blanket.config_declarations
@tk.blanket.helpers
class ProvPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IConfigurable)
    p.implements(p.IDomainObjectModification)
    p.implements(p.ISignal)
    p.implements(IDCATURIGenerator, inherit=True)

    # IConfigurer
    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "prov")

    # IPackageController
    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        recording.changed(context, pkg_dict, created=True)

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        recording.changed(context, pkg_dict)

    def after_dataset_delete(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        recording.changed(context, pkg_dict, deleted=True)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return statements.without(pkg_dict)

    def before_dataset_view(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return statements.without(pkg_dict)

    # IConfigurable
    def configure(self, config: CKANConfig) -> None:
        fragments.listen()

    # IDomainObjectModification
    def notify(self, entity: Any, operation: str) -> None:
        recording.purged(entity, operation)

    # IDCATURIGenerator
    def dataset_uri(self, dataset_dict: dict[str, Any], default_uri: str) -> str | None:
        return addresses.dataset(dataset_dict, default_uri)

    def resource_uri(self, resource_dict: dict[str, Any], default_uri: str) -> str | None:
        return addresses.resource(resource_dict, default_uri)

    # ISignal
    def get_signal_subscriptions(self) -> SignalMapping:
        return subscriptions.signal_subscriptions()
