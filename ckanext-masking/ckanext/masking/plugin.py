"""The masking extension. So far it has its commands; loaded, it changes nothing on the site."""

from __future__ import annotations

import ckan.plugins as p
import click
from ckan.lib.plugins import DefaultTranslation
from ckanext.masking.cli import masking


class MaskingPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.ITranslation)
    p.implements(p.IClick)

    def get_commands(self) -> list[click.Command]:
        return [masking]
