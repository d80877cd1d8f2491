"""The catalogue, the harvest and the portal, as one CKAN plugin."""

from __future__ import annotations

import logging

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultPermissionLabels, DefaultTranslation
from ckan.types import SignalMapping
from ckanext.openindex.interfaces import IOpenIndex
from ckanext.prov.interfaces import ICatalogue

from . import config as settings
from . import subscriptions
from .adapters import indexing, openness, search, visibility
from .dcat import membership

log = logging.getLogger(__name__)


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
class GovopenPlugin(DefaultTranslation, DefaultPermissionLabels, p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IPermissionLabels)
    p.implements(p.ISignal)
    p.implements(ICatalogue)
    p.implements(IOpenIndex)

    # IConfigurer
    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "govopen")
        for name in settings.telling_plugins():
            log.warning("Plugin %s counts datasets that readers may not see: switch it off", name)

    # IPermissionLabels
    def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
        default = super().get_dataset_labels(dataset_obj)
        return visibility.dataset_labels(dataset_obj, default)

    def get_user_dataset_labels(self, user_obj: model.User | None) -> list[str]:
        return visibility.user_labels(user_obj)

    # IPackageController
    before_dataset_search = staticmethod(search.before_search)
    after_dataset_search = staticmethod(search.after_search)
    before_dataset_index = staticmethod(indexing.before_index)

    # ISignal
    def get_signal_subscriptions(self) -> SignalMapping:
        return subscriptions.signal_subscriptions()

    # ICatalogue
    catalogue_conditions = staticmethod(membership.conditions)
    catalogue_filter = staticmethod(membership.solr_filter)
    catalogue_version = staticmethod(membership.version)
    catalogue_subjects = staticmethod(membership.subjects)

    # IOpenIndex
    openindex_counts = staticmethod(openness.counts)
    openindex_facts = staticmethod(openness.facts)
    openindex_resource = staticmethod(openness.resource)
    openindex_places = staticmethod(openness.places)
    openindex_index = staticmethod(openness.index)
