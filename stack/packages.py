"""What the machine must have from Debian, and the Python environment from pinned requirements."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
from pathlib import Path

from .settings import Settings
from .steps import StepError, call

# command or file that shows a package is there -> Debian package
NEEDED = {
    "/usr/lib/postgresql": "postgresql",
    "redis-server": "redis-server",
    "java": "openjdk-17-jre-headless",
    "mvn": "maven",
    "gcc": "gcc",
    "pg_config": "libpq-dev",
    "file": "file",
    "curl": "curl",
    "npm": "npm",
}
NEEDED_BY_TESTS = {
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "/usr/share/fonts/opentype/noto": "fonts-noto-cjk",
}
ECHARTS = Path("node_modules/echarts/dist/echarts.min.js")
CHARTS = Path("ckanext-openindex/ckanext/openindex/assets/vendor/echarts.min.js")


def missing(needed: dict[str, str]) -> list[str]:
    def there(mark: str) -> bool:
        return Path(mark).exists() if mark.startswith("/") else shutil.which(mark) is not None

    return sorted(package for mark, package in needed.items() if not there(mark))


def install_debian(settings: Settings, needed: dict[str, str]) -> str:
    """Install what is missing through apt, as root or with sudo; nothing when all is there."""
    wanted = missing(needed)
    if not _venv_works(settings):
        wanted.append("python3-venv")
    if not _can_build(settings):
        wanted.append("python3-dev")
    if not wanted:
        return "nothing missing"
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    by_hand = f"install by hand: {' '.join(wanted)}"
    if not apt or (sudo and not shutil.which("sudo")):
        raise StepError(f"missing: {' '.join(wanted)}", by_hand)
    log = settings.logs / "apt.log"
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    call([*sudo, apt, "update", "-q"], log, env=env, remedy="check the network and apt's sources")
    call(
        [*sudo, apt, "install", "-y", "-q", "--no-install-recommends", *wanted],
        log,
        env=env,
        remedy=by_hand,
    )
    still = missing(needed)
    if still:
        raise StepError(f"still missing after apt: {' '.join(still)}", by_hand, log)
    return f"installed {' '.join(wanted)}"


def _venv_works(settings: Settings) -> bool:
    if settings.python.exists():
        return True
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def _can_build(settings: Settings) -> bool:
    """Whether a requirement without a wheel (psycopg2) finds Python's headers, or is there."""
    header = Path(sysconfig.get_path("include")) / "Python.h"
    return header.exists() or any(settings.venv.glob("stamp-*"))


def make_python(settings: Settings, *, dev: bool) -> str:
    """A virtual environment with the pinned requirements and the suite itself, editable."""
    names = ["ckan", "base", *(["dev"] if dev else [])]
    files = [settings.root / "requirements" / f"{name}.txt" for name in names]
    digest = hashlib.sha256(b"".join(f.read_bytes() for f in [*files, settings.root / "setup.py"]))
    stamp = settings.venv / f"stamp-{'dev' if dev else 'run'}"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return "up to date"
    log = settings.logs / "pip.log"
    remedy = "check that the package index can be reached and what the log says of a failed build"
    if not settings.python.exists():
        call(
            [sys.executable, "-m", "venv", str(settings.venv)],
            log,
            remedy="apt-get install python3-venv",
        )
    pip = [str(settings.python), "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    call([*pip, "setuptools>=80", "wheel"], log, remedy=remedy)
    wanted = [part for file in files for part in ("-r", str(file))]
    call([*pip, *wanted], log, remedy=remedy)
    call([*pip, "--no-build-isolation", "--no-deps", "-e", str(settings.root)], log, remedy=remedy)
    stamp.write_text(digest.hexdigest())
    return "installed"


def make_node(settings: Settings, *, dev: bool) -> str:
    """ECharts from npm, put among the assets of openindex, and with ``dev`` what browser tests
    need; again when the lock file changed."""
    lock = settings.root / "package-lock.json"
    stamp = settings.root / "node_modules" / "stamp"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    # What was installed for tests serves without them too.
    kept = stamp.read_text() if stamp.exists() else ""
    fresh = kept == f"{digest} dev" or (not dev and kept == digest)
    if not fresh:
        npm = shutil.which("npm") or "npm"
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        remedy = "check that npm's registry can be reached, then run again"
        call(
            command if dev else [*command, "--omit=dev"],
            settings.logs / "npm.log",
            cwd=settings.root,
            remedy=remedy,
        )
        stamp.write_text(f"{digest} dev" if dev else digest)
    target = settings.root / CHARTS
    if not fresh or not target.exists():
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(settings.root / ECHARTS, target)
    return "up to date" if fresh else "installed"
