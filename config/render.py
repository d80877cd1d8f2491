"""``python -m config.render``: fills ``ckan.ini.tmpl`` from the environment, as the images do.

Each ``$name`` of the template is read from ``GOVOPEN_<NAME>``; a missing one is named and nothing
is written. The file goes where ``CKAN_INI`` says, readable by its owner only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template

TEMPLATE = Path(__file__).with_name("ckan.ini.tmpl")


def names() -> list[str]:
    """Placeholders of the template, sorted."""
    return sorted(Template(TEMPLATE.read_text("utf-8")).get_identifiers())


def render(environment: Mapping[str, str]) -> str:
    """The settings file's text. Raises KeyError naming every variable that is missing."""
    variables = {name: f"GOVOPEN_{name.upper()}" for name in names()}
    missing = sorted(variable for variable in variables.values() if variable not in environment)
    if missing:
        raise KeyError(", ".join(missing))
    values = {name: environment[variable] for name, variable in variables.items()}
    return Template(TEMPLATE.read_text("utf-8")).substitute(values)


def main() -> None:
    try:
        text = render(os.environ)
    except KeyError as error:
        sys.exit(f"set these variables 请设置这些环境变量: {error.args[0]}")
    target = Path(os.environ["CKAN_INI"])
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)


if __name__ == "__main__":
    main()
