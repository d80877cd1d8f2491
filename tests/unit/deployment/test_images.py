"""The images' files: right in their syntax, and of one mind with ``config/`` and ``stack/``."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from config import render
from stack import commands, portal
from stack.configure import Configuration

ROOT = Path(__file__).resolve().parents[3]
DOCKER = ROOT / "docker"
COMPOSE = ("compose.yaml", "compose.scale.yaml")


def compose(name: str) -> dict:
    return yaml.safe_load((DOCKER / name).read_text("utf-8"))


def variables() -> set[str]:
    text = (DOCKER / "portal.env.example").read_text("utf-8")
    return set(re.findall(r"^(\w+)=", text, re.M))


@pytest.mark.parametrize("name", COMPOSE)
def test_compose_files_name_only_services_and_volumes_that_exist(name: str):
    document = compose(name)
    for service, text in document["services"].items():
        assert "image" in text, service
        wanted = text.get("depends_on", [])
        assert set(wanted) <= set(document["services"]), service
        for volume in text.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith(".") or source in document["volumes"], (service, volume)
            if source.startswith("."):
                assert (DOCKER / source).exists(), volume
        build = text.get("build")
        if build:
            assert (DOCKER / build["context"] / build["dockerfile"]).resolve().exists()


@pytest.mark.parametrize("name", COMPOSE)
def test_every_process_of_the_portal_runs_in_every_arrangement(name: str):
    commands_run = {
        text.get("command")
        for text in compose(name)["services"].values()
        if "portal" in text["image"]
    }
    workers = {"harvest-worker", "gate-worker", "job-worker"}
    assert commands_run == {"init", "web", "scheduler"} | workers


def test_many_machines_have_three_zookeepers_two_solr_nodes_and_several_web_processes():
    services = compose("compose.scale.yaml")["services"]
    assert sum(name.startswith("zookeeper") for name in services) == 3
    assert sum(name.startswith("solr") for name in services) >= 2
    assert services["web"]["deploy"]["replicas"] > 1
    assert services["harvest-worker"]["deploy"]["replicas"] > 1
    servers = services["zookeeper2"]["environment"]
    assert servers["ZOO_MY_ID"] == 2
    assert servers["ZOO_SERVERS"].count("server.") == 3


def test_the_example_environment_fills_the_settings_template_exactly():
    wanted = {f"GOVOPEN_{name.upper()}" for name in render.names()}
    assert variables() - {"POSTGRES_PASSWORD", "CKANEXT_MASKING_MASTER_KEY"} == wanted


def test_a_missing_variable_is_named():
    with pytest.raises(KeyError, match="GOVOPEN_DATABASE"):
        render.render({})


def test_a_filled_template_has_no_placeholder_left():
    text = render.render({f"GOVOPEN_{name.upper()}": "x" for name in render.names()})
    assert "$" not in text


def test_the_one_machine_stack_fills_the_same_template(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("STACK_DIR", str(tmp_path))
    services = commands.Services(commands.Settings())
    values = Configuration(services.settings, services.secrets).values(test=False)
    assert set(render.names()) <= set(values)


def test_workers_of_the_images_listen_to_the_queues_of_the_stack():
    script = (DOCKER / "entrypoint.sh").read_text("utf-8")
    queues = re.findall(r"jobs worker ([\w: ]+?) ;;", script)
    of_the_stack = {queue for names in portal.WORKERS.values() for queue in names}
    assert sorted(" ".join(queues).split()) == sorted(of_the_stack)


@pytest.mark.parametrize("script", ["entrypoint.sh", "postgres-init.sh"])
def test_shell_scripts_parse(script: str):
    subprocess.run(["sh", "-n", str(DOCKER / script)], check=True)


@pytest.mark.parametrize("name", ["Dockerfile", "Dockerfile.solr"])
def test_image_files_copy_only_what_exists(name: str):
    text = (DOCKER / name).read_text("utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M):
        *sources, _ = [part for part in line.split() if not part.startswith("--")]
        assert all((ROOT / source).exists() for source in sources), line


def test_the_solr_image_is_of_the_release_that_the_stack_runs():
    pom = (ROOT / "config" / "solr" / "pom.xml").read_text("utf-8")
    release = re.search(r"FROM solr:([\d.]+)", (DOCKER / "Dockerfile.solr").read_text("utf-8"))
    assert release
    assert f">{release.group(1)}<" in pom


def test_no_secret_stands_in_the_images_files():
    for path in DOCKER.iterdir():
        found = re.findall(
            r"(?im)(?:password|secret|_key)[ \t]*[=:][ \t]*(\S+)$", path.read_text("utf-8")
        )
        assert all(re.match(r"CHANGE|\$|'\$|$|\"\$", value) for value in found), (path.name, found)
