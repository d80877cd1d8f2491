"""The words of CKAN's scripts in Chinese, from its own catalogue and from ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polib
from ckan.lib.i18n import get_ckan_i18n_dir

LOCALE = "zh_Hans_CN"
OURS = Path(__file__).parent.parent / "i18n"


@cache
def chinese() -> dict[str, Any]:
    """Each message of the scripts with its translation, as Jed reads them: a list of the plural,
    or None, and the forms. What our catalogue says goes before CKAN's.

    CKAN's own builder reads the ``.po`` of each plugin but not what is compiled with it.
    """
    theirs = Path(get_ckan_i18n_dir())
    catalogues = [
        polib.mofile(str(folder / LOCALE / "LC_MESSAGES" / f"{domain}.mo"))
        for folder, domain in ((theirs, "ckan"), (OURS, "ckanext-govopen"))
    ]
    said = {entry.msgid: entry for catalogue in catalogues for entry in catalogue}
    words: dict[str, Any] = {
        "": {"domain": "ckan", "lang": LOCALE, "plural-forms": "nplurals=1; plural=0;"}
    }
    for asked in polib.pofile(str(theirs / "ckan.pot")):
        entry = said.get(asked.msgid)
        if entry and any(file.endswith(".js") for file, _line in asked.occurrences):
            forms = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
            words[asked.msgid] = [asked.msgid_plural or None, *forms]
    return words
