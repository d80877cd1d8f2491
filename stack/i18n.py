"""``make i18n``: bring the gettext catalogues up to date and compile them.

Each extension with a folder ``i18n`` has catalogues of its own. Messages are collected from its
Python and templates. ``ckan-core.po`` beside the Chinese catalogue translates strings of CKAN
itself that CKAN's own catalogue leaves in English; both end up in one ``.mo``. English message ids
are their own translation. Ends with an error that lists every message without a Chinese
translation.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CHINESE, ENGLISH = "zh_Hans_CN", "en"
METHODS = [("**/templates/**.html", "ckan.lib.extract:extract_ckan"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "ungettext": (1, 2), "ngettext": (1, 2), "N_": None}


def extensions() -> list[str]:
    """Names of the extensions that have catalogues."""
    return sorted(path.parent.name for path in ROOT.glob("ckanext-*/ckanext/*/i18n"))


def source(extension: str) -> Path:
    return ROOT / f"ckanext-{extension}" / "ckanext" / extension


def domain(extension: str) -> str:
    return f"ckanext-{extension}"


def collect(folder: Path) -> Catalog:
    """Every message of the extension in ``folder``, with the files it stands in."""
    template = Catalog(domain=domain(folder.name), project="govopen", charset="utf-8")
    found = extract_from_dir(folder, METHODS, keywords=KEYWORDS, comment_tags=["TRANSLATORS:"])
    for name, _line, message, comments, context in found:
        template.add(message, None, [(name, None)], auto_comments=comments, context=context)
    return template


def updated(extension: str, locale: str, template: Catalog) -> Catalog:
    """The catalogue of ``locale`` with exactly the messages of ``template``."""
    path = po_path(extension, locale)
    catalog = Catalog(locale=locale, domain=template.domain, project="govopen")
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale, domain=template.domain)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.header_comment = "# Kept in step with the code by `make i18n`."
    catalog.fuzzy = False
    catalog.version, catalog.last_translator = "1", "govopen"
    catalog.language_team, catalog.msgid_bugs_address = "govopen", "govopen"
    if locale == ENGLISH:
        for message in catalog:
            if message.id:
                message.string = message.id
    return catalog


def compiled(extension: str, locale: str, catalog: Catalog) -> bytes:
    """The ``.mo`` of a catalogue, with CKAN's strings that we translate."""
    core = po_path(extension, locale).with_name("ckan-core.po")
    whole = Catalog(locale=locale, domain=catalog.domain, creation_date=catalog.creation_date)
    if core.exists():
        with core.open("rb") as file:
            for message in read_po(file, locale=locale):
                whole[message.id] = message
    for message in catalog:
        whole[message.id] = message
    out = BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[Message]:
    """Messages that lack a translation or one of its forms."""
    return [message for message in catalog if message.id and not _done(message)]


def po_path(extension: str, locale: str) -> Path:
    return source(extension) / "i18n" / locale / "LC_MESSAGES" / f"{domain(extension)}.po"


def write(extension: str, locale: str, catalog: Catalog) -> None:
    """Write the ``.po`` without line numbers, so that it changes only when messages do."""
    path = po_path(extension, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, width=100)
    path.with_suffix(".mo").write_bytes(compiled(extension, locale, catalog))


def main() -> None:
    missing: list[Message] = []
    for extension in extensions():
        template = collect(source(extension))
        for locale in (CHINESE, ENGLISH):
            catalog = updated(extension, locale, template)
            write(extension, locale, catalog)
            missing += untranslated(catalog)
        print(f"{extension}: {len(template)} messages in {CHINESE} and {ENGLISH}")
    for message in missing:
        print(f"without translation: {message.id!r} ({message.locations[0][0]})", file=sys.stderr)
    if missing:
        raise SystemExit(1)


def _done(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(forms) and not message.fuzzy


if __name__ == "__main__":
    main()
