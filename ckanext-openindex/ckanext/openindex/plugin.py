"""The openness index, as one CKAN plugin."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import CKANApp, Context, SignalMapping

from . import cli, helpers, subscriptions, views
from .adapters import marking, searching
from .adapters.usage import running, showing
from .logic import auth
from .logic.action import get_actions


@tk.blanket.actions(get_actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.cli(cli)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class OpenindexPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IConfigurable)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ISignal)

    # IConfigurer
    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "openindex")

    # IConfigurable
    def configure(self, config: CKANConfig) -> None:
        marking.listen()

    # IMiddleware
    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        return running.attach(app)

    # IPackageController
    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        showing.in_dataset(context, pkg_dict)

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        return showing.in_results(search_results)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return searching.before_index(showing.in_document(pkg_dict))

    # ISignal
    def get_signal_subscriptions(self) -> SignalMapping:
        return subscriptions.signal_subscriptions()
