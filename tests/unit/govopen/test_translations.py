"""The interface says everything in both languages, and what is compiled is current."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from stack import i18n

PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s|%[sdr]")
CHINESE = [i18n.po_path(extension, i18n.CHINESE) for extension in i18n.extensions()]
CORE = i18n.po_path("govopen", i18n.CHINESE).with_name("ckan-core.po")
LOCALES = pytest.mark.parametrize("locale", [i18n.CHINESE, i18n.ENGLISH])


@pytest.fixture(scope="module", params=i18n.extensions())
def extension(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def template(extension: str) -> Catalog:
    return i18n.collect(i18n.source(extension))


def said(compiled: bytes) -> set[tuple[str, str]]:
    """Messages and translations of a ``.mo``."""
    return {(str(m.id), str(m.string)) for m in read_mo(BytesIO(compiled)) if m.id}


@LOCALES
def test_every_message_of_the_code_is_translated(extension: str, template: Catalog, locale: str):
    missing = [m.id for m in i18n.untranslated(i18n.updated(extension, locale, template))]
    assert missing == [], "run `make i18n` and translate what it lists"


@LOCALES
def test_the_committed_catalogue_has_the_messages_of_the_code(
    extension: str, template: Catalog, locale: str
):
    known = {entry.msgid for entry in polib.pofile(str(i18n.po_path(extension, locale)))}
    ours = {m.id if isinstance(m.id, str) else m.id[0] for m in template if m.id}
    assert known == ours, "run `make i18n`"


@LOCALES
def test_the_compiled_catalogue_is_current(extension: str, template: Catalog, locale: str):
    path = i18n.po_path(extension, locale)
    fresh = i18n.compiled(extension, locale, i18n.updated(extension, locale, template))
    assert said(path.with_suffix(".mo").read_bytes()) == said(fresh)


@pytest.mark.parametrize("path", [*CHINESE, CORE], ids=lambda path: path.stem)
def test_translations_keep_the_places_of_their_values(path: object):
    for entry in polib.pofile(str(path)):
        said = entry.msgstr or "".join(entry.msgstr_plural.values())
        original = entry.msgid_plural or entry.msgid
        assert set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(original)), entry.msgid


def test_no_message_is_both_alone_and_the_singular_of_a_plural(template: Catalog):
    alone = {m.id for m in template if isinstance(m.id, str)}
    counted = {m.id[0] for m in template if not isinstance(m.id, str)}
    assert not alone & counted, "gettext keeps one entry for a message id"


@pytest.mark.parametrize("extension", ["activity", "datastore", "dcat", "harvest", "scheming"])
def test_the_extensions_that_the_portal_shows_speak_chinese(extension: str):
    spec = importlib.util.find_spec(f"ckanext.{extension}")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    own = Path(str(importlib.metadata.distribution("ckan").locate_file("ckan/i18n")))
    core = own / "zh_Hans_CN" / "LC_MESSAGES" / "ckan.po"
    catalogues = [i18n.po_path("govopen", i18n.CHINESE), CORE, core]
    said = {e.msgid for path in catalogues for e in polib.pofile(str(path)) if e.translated()}
    shown = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in i18n.collect(folder)
        if message.id and not all("tests/" in name for name, _line in message.locations)
    }
    assert sorted(shown - said) == []
