"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
EXTENSIONS = ("govopen", "masking", "openindex", "prov")
FORBIDDEN_IN_DOMAIN = {"ckan", "flask", "sqlalchemy"}
MOST_LINES = 300


def source(extension: str) -> Path:
    return ROOT / f"ckanext-{extension}" / "ckanext" / extension


def modules() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in listing.splitlines() if (ROOT / line).exists()]


def imported(module: Path) -> set[str]:
    """First parts of all names a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_domain_imports_neither_ckan_nor_flask_nor_sqlalchemy(extension: str):
    found = sorted((source(extension) / "domain").rglob("*.py"))
    assert found
    for module in found:
        assert not imported(module) & FORBIDDEN_IN_DOMAIN, module


def test_what_the_extensions_share_knows_none_of_them_and_nothing_of_ckan():
    found = sorted((ROOT / "common").rglob("*.py"))
    assert found
    for module in found:
        assert not imported(module) & (FORBIDDEN_IN_DOMAIN | {"ckanext"}), module


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_plugin_class_fits_a_screen_and_a_half(extension: str):
    assert len((source(extension) / "plugin.py").read_text("utf-8").splitlines()) < 80


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_only_config_py_reads_the_settings(extension: str):
    for module in source(extension).rglob("*.py"):
        if module.name != "config.py":
            assert "tk.config" not in module.read_text("utf-8"), module


def test_no_module_is_longer_than_the_house_allows():
    long = {
        str(module.relative_to(ROOT)): len(module.read_text("utf-8").splitlines())
        for module in modules()
        if "tests" not in module.relative_to(ROOT).parts
    }
    assert not {name: lines for name, lines in long.items() if lines > MOST_LINES}


def test_every_module_says_what_it_is_for():
    silent = [
        str(module.relative_to(ROOT))
        for module in modules()
        if module.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(module.read_text("utf-8")))
        and "tests/" not in str(module)
    ]
    assert not silent


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_setting_is_declared_described_and_documented(extension: str):
    path = source(extension) / "config_declaration.yaml"
    declared = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {"groups": []}
    options = [option for group in declared["groups"] for option in group["options"]]
    manual = (ROOT / "docs" / "administrators.md").read_text("utf-8")
    for option in options:
        assert option.get("description", "").strip(), option["key"]
        assert "default" in option or option.get("ignore_missing"), option["key"]
        assert f"`{option['key']}`" in manual, option["key"]
    config = source(extension) / "config.py"
    text = config.read_text("utf-8") if config.exists() else ""
    read = {name for name in re.findall(r'PREFIX \+ "([\w.]+)"', text) if not name.endswith(".")}
    assert {f"ckanext.{extension}.{name}" for name in read} <= {option["key"] for option in options}


def test_blanket_modules_name_what_they_offer():
    for name in ("logic/action", "logic/auth", "logic/validators", "views", "cli"):
        text = (source("govopen") / name / "__init__.py").read_text("utf-8")
        assert "__all__" in text, name


def test_integration_tests_share_the_portal_that_their_conftest_has_loaded():
    """One that unloads all plugins, or drops tables, breaks whatever runs after it."""
    own = re.compile(r"\b(load_all|unload_all|reset_db|migrate_db_for|clean_db)\b")
    folder = ROOT / "tests" / "integration"
    found = [m for m in folder.rglob("test_*.py") if own.search(m.read_text("utf-8"))]
    assert not found, "use the fixtures with_plugins and empty_portal"


def listing() -> list[str]:
    """Every file of the repository."""
    found = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return found.stdout.splitlines()


def test_no_package_or_archive_of_others_lies_in_the_repository():
    packed = (".whl", ".egg", ".zip", ".gz", ".tgz", ".xz", ".jar", ".war", ".deb", ".exe", ".so")
    assert not [line for line in listing() if line.endswith(packed)]


def test_nothing_in_the_repository_leads_outside_it():
    outside = re.compile(
        re.escape(str(ROOT)) + r"|/root/|(?<!\w)/home/\w+/|https?://\S*(?:pypi|npmjs|maven2)"
    )
    for line in listing():
        path = ROOT / line
        if path.suffix in (".png", ".mo", ".xlsx") or not path.is_file() or path == Path(__file__):
            continue
        found = outside.search(path.read_text("utf-8", "replace"))
        assert not found, (line, found.group(0) if found else "")
