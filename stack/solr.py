"""Runs Solr from Maven Central: one server for one machine, or two SolrCloud nodes and a ZooKeeper.

Only paths, commands and readiness are here; starting and ending processes is the caller's part
(:mod:`stack.process`). Standard library only, so that it works before any environment exists.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONFIG = Path(__file__).resolve().parent.parent / "config" / "solr"
CONFIGSET = CONFIG / "configset" / "conf"
CORES = ("ckan", "ckan_test")
# Pinned, so that the same jars are copied everywhere.
DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:2.8"


class SolrError(Exception):
    """Solr could not be fetched, started or configured; the message says what to look at."""


def ensure_jars(dest: Path) -> bool:
    """Fetch the jars of ``config/solr/pom.xml`` into ``dest`` unless they are there.

    Returns whether anything was fetched. A stamp with the pom's digest is written last, so an
    interrupted download is done again. Raises :class:`SolrError` with Maven's last lines.
    """
    pom = CONFIG / "pom.xml"
    digest = hashlib.sha256(pom.read_bytes()).hexdigest()
    stamp = dest / ".pom.sha256"
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    shutil.rmtree(dest, ignore_errors=True)
    dest.mkdir(parents=True)
    command = [
        "mvn", "--batch-mode", "--quiet", "-f", str(pom),
        f"{DEPENDENCY_PLUGIN}:copy-dependencies",
        f"-DoutputDirectory={dest.resolve()}", "-DincludeScope=runtime",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not list(dest.glob("solr-core-*.jar")):
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise SolrError(f"Maven could not fetch Solr:\n{tail}")
    stamp.write_text(digest)
    return True


def prepare_home(home: Path, lib: Path, cores: Sequence[str] = CORES) -> bool:
    """Lay out a Solr home with ``cores``, each with a copy of the configset; data are kept.

    Returns whether a configuration changed (a running Solr then needs a restart or a
    :func:`reload`). ``lib`` must hold the jars.
    """
    if not list(lib.glob("solr-core-*.jar")):
        raise SolrError(f"no Solr jars in {lib}: run ensure_jars first")
    changed = _sync(CONFIG / "solr.xml", home / "solr.xml")
    for core in cores:
        folder = home / core
        for source in sorted(CONFIGSET.iterdir()):
            changed |= _sync(source, folder / "conf" / source.name)
        properties = folder / "core.properties"
        if not properties.exists():
            properties.write_text(f"name={core}\n")
            changed = True
    return changed


def _sync(source: Path, target: Path) -> bool:
    if target.exists() and target.read_bytes() == source.read_bytes():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return True


def command(
    lib: Path,
    home: Path,
    port: int,
    *,
    heap: str = "512m",
    zk_host: str = "",
    soft_commit_ms: int = 1000,
) -> list[str]:
    """The command line of one Solr server on 127.0.0.1:``port`` (a cloud node with ``zk_host``)."""
    cloud = [f"-DzkHost={zk_host}", "-Dsolr.http1=true"] if zk_host else []
    return [
        "java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC", "-Djava.awt.headless=true",
        f"-Dsolr.solr.home={home.resolve()}", f"-Dsolr.log.dir={(home / 'logs').resolve()}",
        f"-Dsolr.port.listen={port}", f"-Djetty.port={port}", "-Dhost=127.0.0.1",
        f"-Dsolr.autoSoftCommit.maxTime={soft_commit_ms}",
        f"-Dlog4j2.configurationFile={CONFIG / 'log4j2.xml'}", *cloud,
        "-cp", f"{lib.resolve()}/*", str(CONFIG / "SolrLauncher.java"), str(port),
    ]  # fmt: skip


def ready(port: int, core: str) -> bool:
    """Whether ``core`` (or a collection of that name) answers a query."""
    try:
        return "response" in get(port, f"{core}/select", {"q": "*:*", "rows": "0", "wt": "json"})
    except (OSError, ValueError):
        return False


def wait_ready(port: int, core: str, seconds: float = 60) -> None:
    """Return once ``core`` answers; raises :class:`SolrError` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready(port, core):
            return
        time.sleep(0.2)
    raise SolrError(f"Solr core {core} on port {port} did not answer within {seconds:g} s")


def reload(port: int, core: str) -> None:
    """Make a running server read a core's changed configuration."""
    get(port, "admin/cores", {"action": "RELOAD", "core": core})


def get(port: int, path: str, params: dict[str, str]) -> dict[str, object]:
    """GET ``/solr/<path>`` as JSON; raises ``OSError`` (``HTTPError`` on a refusal)."""
    query = urllib.parse.urlencode(params)
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}/solr/{path}?{query}", timeout=60
    ) as answer:
        return json.load(answer)


def empty(port: int, core: str) -> None:
    """Delete every document of a core."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/solr/{core}/update?commit=true",
        data=b'{"delete": {"query": "*:*"}}',
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60):
        pass


@dataclass(frozen=True)
class CloudCommand:
    """One process of a SolrCloud: start it with ``command``; it listens on ``port``."""

    name: str
    command: list[str]
    port: int


def cloud_commands(
    lib: Path, folder: Path, ports: Sequence[int], zk_port: int, *, heap: str = "384m"
) -> list[CloudCommand]:
    """Lay out ``folder`` for one ZooKeeper and a Solr node per port; ZooKeeper comes first.

    Start them in that order (the nodes wait for ZooKeeper), then call :func:`create_collection`.
    """
    zoo = folder / "zookeeper"
    (zoo / "data").mkdir(parents=True, exist_ok=True)
    config = zoo / "zoo.cfg"
    config.write_text(
        f"tickTime=2000\ndataDir={(zoo / 'data').resolve()}\nclientPort={zk_port}\n"
        "clientPortAddress=127.0.0.1\nadmin.enableServer=false\n"
        "4lw.commands.whitelist=mntr,conf,ruok\n"
    )
    zookeeper = [
        "java", "-Xmx128m", f"-Dlog4j2.configurationFile={CONFIG / 'log4j2.xml'}",
        "-cp", f"{lib.resolve()}/*", "org.apache.zookeeper.server.ZooKeeperServerMain",
        str(config.resolve()),
    ]  # fmt: skip
    commands = [CloudCommand("zookeeper", zookeeper, zk_port)]
    for port in ports:
        home = folder / f"node-{port}"
        _sync(CONFIG / "solr.xml", home / "solr.xml")
        line = command(lib, home, port, heap=heap, zk_host=f"127.0.0.1:{zk_port}")
        commands.append(CloudCommand(f"solr-{port}", line, port))
    return commands


def wait_nodes(port: int, nodes: int, seconds: float = 90) -> None:
    """Return once ``nodes`` live nodes are in the cluster; raises :class:`SolrError`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            status = get(port, "admin/collections", {"action": "CLUSTERSTATUS"})
            if len(status["cluster"]["live_nodes"]) >= nodes:  # type: ignore[index]
                return
        except (OSError, ValueError, KeyError):
            pass
        time.sleep(0.3)
    raise SolrError(f"{nodes} SolrCloud nodes did not join within {seconds:g} s")


def create_collection(port: int, name: str, shards: int = 2, replicas: int = 1) -> None:
    """Upload the configset (replacing an older one) and create the collection unless it exists."""
    upload = f"http://127.0.0.1:{port}/solr/admin/configs?" + urllib.parse.urlencode(
        {"action": "UPLOAD", "name": name, "overwrite": "true", "cleanup": "true"}
    )
    request = urllib.request.Request(
        upload, data=configset_zip(), headers={"Content-Type": "application/octet-stream"}
    )
    with urllib.request.urlopen(request, timeout=60):
        pass
    if name in get(port, "admin/collections", {"action": "LIST"})["collections"]:  # type: ignore[operator]
        get(port, "admin/collections", {"action": "RELOAD", "name": name})
        return
    get(
        port,
        "admin/collections",
        {
            "action": "CREATE",
            "name": name,
            "collection.configName": name,
            "numShards": str(shards),
            "replicationFactor": str(replicas),
        },
    )


def configset_zip() -> bytes:
    """The configset as the zip that Solr's config API takes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sorted(CONFIGSET.iterdir()):
            archive.write(source, source.name)
    return out.getvalue()
