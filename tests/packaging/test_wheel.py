"""The wheel holds everything: it is built, installed into an empty folder and loaded from there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = ("govopen", "masking", "openindex", "prov")
KEPT_ENDINGS = (".html", ".yaml", ".json", ".css", ".js", ".svg", ".mo", ".ini", ".mako", ".csv")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [Path(line) for line in listing.splitlines()]


def in_wheel(path: Path) -> str | None:
    """Where a file of the repository belongs in the wheel, or None when it does not."""
    top = path.parts[0]
    if top in ("schemas", "config"):
        return f"govopen_{path.as_posix()}"
    if top == "common":
        return "/".join(path.parts[1:])
    if top.startswith("ckanext-") and top.removeprefix("ckanext-") in EXTENSIONS:
        return "/".join(path.parts[1:])
    return None


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(out),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--target",
            str(target),
            str(wheel),
        ],
        check=True,
    )
    return target


def test_every_template_yaml_asset_and_migration_is_in_the_wheel(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        place
        for path in tracked()
        if (path.suffix in KEPT_ENDINGS or path.suffix == ".py") and (place := in_wheel(path))
    }
    assert len(wanted) > 50
    assert wanted <= names, sorted(wanted - names)


def test_the_wheel_leaves_the_namespace_package_alone(wheel: Path):
    assert "ckanext/__init__.py" not in zipfile.ZipFile(wheel).namelist()


def test_no_test_demo_or_stack_file_is_in_the_wheel(wheel: Path):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    ours = {top for top in tops if not top.endswith((".dist-info", "-nspkg.pth"))}
    assert ours == {"ckanext", "govopen_common", "govopen_schemas", "govopen_config"}


def test_the_four_plugins_load_from_the_installed_wheel(installed: Path):
    code = f"""
import sys
sys.path[:] = [p for p in sys.path if {str(ROOT)!r} not in p or "site-packages" in p]
sys.meta_path[:] = [f for f in sys.meta_path if "__editable__" not in getattr(f, "__module__", "")
                    and "__editable__" not in getattr(f, "__name__", "")]
sys.path.insert(0, {str(installed)!r})
import importlib, ckanext
ckanext.__path__ = [{str(installed / "ckanext")!r}, *ckanext.__path__]
from importlib.metadata import distributions
found = next(d for d in distributions(path=[{str(installed)!r}]) if d.metadata["Name"] == "govopen")
for entry in found.entry_points:
    if entry.group == "ckan.plugins":
        loaded = entry.load()
        module = importlib.import_module(loaded.__module__)
        assert module.__file__.startswith({str(installed)!r}), module.__file__
        print(entry.name)
import govopen_schemas
assert govopen_schemas.__file__.startswith({str(installed)!r})
"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=installed, check=False
    )
    assert loaded.returncode == 0, loaded.stderr
    assert set(loaded.stdout.split()) >= set(EXTENSIONS)
