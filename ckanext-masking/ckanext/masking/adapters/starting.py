"""What must be so when the site starts."""

from __future__ import annotations

import ckan.plugins as p
from ckan.exceptions import CkanConfigurationException


def check_order() -> None:
    """Refuse to start when another plugin would be handed uploads before the gate."""
    first = next((plugin.name for plugin in p.PluginImplementations(p.IUploader)), "masking")
    if first != "masking":
        raise CkanConfigurationException(
            f"The plugin {first} takes uploads past the gate: "
            f"put masking before it in ckan.plugins."
        )
