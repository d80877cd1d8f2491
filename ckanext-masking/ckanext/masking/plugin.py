"""The masking extension. Its rooms are still to be filled; loaded, it changes nothing."""

from __future__ import annotations

import ckan.plugins as p
from ckan.lib.plugins import DefaultTranslation


class MaskingPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.ITranslation)
