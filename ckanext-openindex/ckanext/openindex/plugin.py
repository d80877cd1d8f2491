"""The openness index, as one CKAN plugin."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import SignalMapping

from . import cli, helpers, subscriptions, views
from .adapters import marking
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
    p.implements(p.ISignal)

    # IConfigurer
    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")

    # IConfigurable
    def configure(self, config: CKANConfig) -> None:
        marking.listen()

    # ISignal
    def get_signal_subscriptions(self) -> SignalMapping:
        return subscriptions.signal_subscriptions()
