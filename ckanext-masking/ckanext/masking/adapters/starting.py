"""What must be so when the site starts."""

from __future__ import annotations

import stat

import ckan.plugins as p
from ckan.exceptions import CkanConfigurationException
from ckanext.masking import config
from govopen_common.problem import Rejected

from . import keys


def check_order() -> None:
    """Refuse to start when another plugin would be handed uploads before the gate."""
    first = next((plugin.name for plugin in p.PluginImplementations(p.IUploader)), "masking")
    if first != "masking":
        raise CkanConfigurationException(
            f"The plugin {first} takes uploads past the gate: "
            f"put masking before it in ckan.plugins."
        )


def check_key() -> None:
    """Refuse to start with a master key that cannot be used, or that others may read.

    Without any key the site starts; uploads then wait in the clear, in a folder of mode 700.
    """
    file = config.master_key_file()
    try:
        if file is not None and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise CkanConfigurationException(f"Others may read {file}: chmod 600 {file}")
        keys.master()
    except OSError as error:
        raise CkanConfigurationException(f"{file} cannot be read: {error.strerror}") from error
    except Rejected as error:
        raise CkanConfigurationException(str(error)) from None
