"""The masking extension: files and rows pass its gate before anybody can read them."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import Context, SignalMapping

from . import cli, helpers, subscriptions, views
from .adapters import incoming, protection, published, queue, starting, uploader
from .logic import auth, validators
from .logic.action import get_actions


@tk.blanket.actions(get_actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.cli(cli)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
@tk.blanket.validators(validators)
class MaskingPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IConfigurable)
    p.implements(p.ITranslation)
    p.implements(p.IUploader, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)
    p.implements(p.ISignal)

    # IConfigurer
    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "masking")

    # IConfigurable
    def configure(self, config: CKANConfig) -> None:
        starting.check_order()
        starting.check_key()
        queue.listen()

    # IUploader
    def get_resource_uploader(self, data_dict: dict[str, Any]) -> uploader.GateUploader | None:
        return uploader.in_front(data_dict)

    # IPackageController
    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        published.tell([pkg_dict])

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        published.tell(search_results["results"])
        return search_results

    # IResourceController
    def before_resource_create(self, context: Context, resource: dict[str, Any]) -> None:
        incoming.sign(resource, context)

    def before_resource_update(
        self, context: Context, current: dict[str, Any], resource: dict[str, Any]
    ) -> None:
        incoming.sign(resource, context)

    def before_resource_delete(
        self, context: Context, resource: dict[str, Any], resources: list[dict[str, Any]]
    ) -> None:
        protection.lift(str(resource["id"]))

    # ISignal
    def get_signal_subscriptions(self) -> SignalMapping:
        return subscriptions.signal_subscriptions()
