"""``ckan govopen harvest`` on the command line, and the scheduler."""

from __future__ import annotations

import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckanext.govopen.adapters.vocabularies import SCHEMAS
from ckanext.harvest.model import HarvestJob
from click.testing import CliRunner, Result

from demo.simulator import Simulator

from .harvesting import Harvest, fresh, harvest_of

pytestmark = pytest.mark.usefixtures("with_plugins")
SIZE = 5


@pytest.fixture
def platform() -> Iterator[Simulator]:
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        yield simulator


@pytest.fixture
def harvest(platform: Simulator) -> Harvest:
    return harvest_of(platform.url("small"), "sharing-platform")


def call(cli: CliRunner, *arguments: str) -> Result:
    result = cli.invoke(ckan, ["govopen", "harvest", *arguments])
    model.Session.rollback()
    model.Session.expire_all()
    return result


def numbers(result: Result) -> list[int]:
    """The row of the summary: new, changed, unchanged, withdrawn, restored, failed."""
    row = next(line for line in result.output.splitlines() if line.startswith("│"))
    return [int(cell) for cell in row.strip("│ ").split("│")]


def test_run_ends_with_a_summary_and_exit_code_0(cli: CliRunner, harvest: Harvest):
    result = call(cli, "run", harvest.source_id)
    assert result.exit_code == 0, result.output
    assert numbers(result) == [SIZE, 0, 0, 0, 0, 0]
    assert numbers(call(cli, "run", harvest.source_id)) == [0, 0, SIZE, 0, 0, 0]


def test_two_workers_on_the_command_line(cli: CliRunner, harvest: Harvest):
    result = call(cli, "run", harvest.source_id, "--workers", "2")
    assert result.exit_code == 0, result.output
    assert numbers(result)[0] == SIZE


def test_failed_records_are_named_and_make_exit_code_1(
    cli: CliRunner, harvest: Harvest, platform: Simulator
):
    platform.control("small", detail={"kind": "empty", "positions": [1]})
    result = call(cli, "run", harvest.source_id)
    assert result.exit_code == 1, result.output
    assert numbers(result) == [SIZE - 1, 0, 0, 0, 0, 1]
    assert "2 · " in result.output


def test_a_list_that_cannot_be_had_makes_exit_code_2(
    cli: CliRunner, harvest: Harvest, platform: Simulator
):
    platform.control("small", error200={"on": "list"})
    result = call(cli, "run", harvest.source_id)
    assert result.exit_code == 2, result.output


def test_a_dry_run_tells_what_would_be_and_writes_nothing(
    cli: CliRunner, harvest: Harvest, platform: Simulator
):
    before = everything()
    result = call(cli, "run", harvest.source_id, "--dry-run")
    assert result.exit_code == 0, result.output
    assert numbers(result) == [SIZE, 0, 0, 0, 0, 0]
    assert everything() == before
    call(cli, "run", harvest.source_id)
    platform.control("small", changed=1, vanish=[4])
    result = call(cli, "run", harvest.source_id, "--dry-run")
    assert numbers(result) == [0, 1, SIZE - 2, 1, 0, 0]


def everything() -> list[int]:
    """How many rows each table has that a harvest writes."""
    tables = ("package", '"group"', "govopen_node", "govopen_element", "harvest_object", "tag",
              "govopen_harvest_record", "harvest_job", "activity")  # fmt: skip
    import sqlalchemy as sa

    counted = (sa.text(f"SELECT count(*) FROM {table}") for table in tables)
    return [model.Session.scalar(query) for query in counted]


def test_an_interrupted_job_is_gone_on_with(cli: CliRunner, harvest: Harvest):
    from ckanext.govopen.harvest import run as runs

    job_id = runs.create_job(harvest.source_id)
    result = call(cli, "run", harvest.source_id)
    assert job_id in result.output
    assert numbers(result)[0] == SIZE
    assert HarvestJob.get(job_id).status == "Finished"


def test_reimport_and_accept_loss(cli: CliRunner, harvest: Harvest, platform: Simulator):
    call(cli, "run", harvest.source_id)
    assert numbers(call(cli, "run", harvest.source_id, "--reimport")) == [0, 0, SIZE, 0, 0, 0]
    platform.control("small", vanish=SIZE)
    result = call(cli, "run", harvest.source_id)
    assert result.exit_code == 2
    assert "--accept-loss" in result.output
    result = call(cli, "run", harvest.source_id, "--accept-loss")
    assert result.exit_code == 0
    assert numbers(result) == [0, 0, 0, SIZE, 0, 0]


def test_check_shows_what_each_field_became(cli: CliRunner, platform: Simulator):
    allow = ("--allow-private", "127.0.0.1")
    result = call(cli, "check", "sharing-platform", platform.url("small"), *allow, "--records", "2")
    assert result.exit_code == 0, result.output
    assert f"total: {SIZE}" in result.output
    assert "detail.name" in result.output.replace("\n", "")
    result = call(cli, "check", "sharing-platform", platform.url("small"))
    assert result.exit_code == 2, "a private address that was not allowed"
    result = call(cli, "check", "no-such-profile", platform.url("small"))
    assert result.exit_code == 2
    assert "sharing-platform" in result.output, "the profiles there are"


def test_check_reads_a_file_on_this_machine(cli: CliRunner, tmp_path: Path):
    file = tmp_path / "catalogue.jsonl"
    file.write_text('{"id": "1", "title": "水库名录", "department": "水务局"}\n', "utf-8")
    result = call(cli, "check", "jsonlines", str(file))
    assert result.exit_code == 0, result.output
    assert "水库名录" in result.output


def test_the_scheduler_ends_on_sigterm(ckan_config: Any):
    command = [str(Path(sys.executable).parent / "ckan"), "-c", ckan_config["__file__"],
               "govopen", "scheduler", "--interval", "3600"]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "watching" in line:
                break
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()


def test_while_solr_does_not_answer_the_job_waits_and_is_gone_on_with(
    cli: CliRunner, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
):
    from ckan.lib.search import SearchIndexError
    from ckanext.govopen.adapters import bulk_index

    def down(found: object) -> None:
        raise SearchIndexError("Solr does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(bulk_index, "_take", down)
        result = call(cli, "run", harvest.source_id)
    assert result.exit_code == 2
    assert "Solr does not answer" in result.output
    assert numbers(call(cli, "run", harvest.source_id))[0] == SIZE
    assert harvest.indexed() == {package.id for package in harvest.datasets().values()}


def test_check_names_a_credential_that_is_missing(cli: CliRunner, platform: Simulator):
    result = call(cli, "check", "sanya", platform.url("small"))
    assert result.exit_code == 2
    assert "GOVOPEN_CREDENTIAL_APP_ID" in result.output.replace("\n", "")


def test_ckanext_harvests_own_command_makes_a_source_and_says_so(cli: CliRunner):
    organization, name = factories.Organization()["name"], f"by-command-{uuid.uuid4().hex}"
    result = cli.invoke(
        ckan,
        ["harvester", "source", "create", name, f"https://data.example.cn/{name}", "govshare",
         "示例", "true", organization, "MANUAL", '{"profile": "guizhou"}'],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert f"name: {name}" in result.output


def test_a_second_import_needs_no_credential(
    cli: CliRunner, platform: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    own = tmp_path / "own.yaml"
    shipped = yaml.safe_load((SCHEMAS / "profiles" / "sharing-platform.yaml").read_text("utf-8"))
    own.write_text(yaml.safe_dump({**shipped, "credentials": ["secret"]}), "utf-8")
    monkeypatch.setenv("GOVOPEN_CREDENTIAL_SECRET", "s")
    source = harvest_of(platform.url("small"), str(own)).source_id
    assert numbers(call(cli, "run", source))[0] == SIZE
    monkeypatch.delenv("GOVOPEN_CREDENTIAL_SECRET")
    assert call(cli, "run", source).exit_code == 2
    assert numbers(call(cli, "run", source, "--reimport")) == [0, 0, SIZE, 0, 0, 0]


def test_what_a_source_writes_is_no_markup_of_the_terminal(cli: CliRunner, tmp_path: Path):
    file = tmp_path / "catalogue.jsonl"
    file.write_text('{"id": "[/1]", "title": "[/red] 水库 [bold]"}\n', "utf-8")
    result = call(cli, "check", "jsonlines", str(file))
    assert result.exit_code == 0, result.output
    assert "[/red] 水库" in result.output
    file.write_text("", "utf-8")
    assert "没有记录" in call(cli, "check", "jsonlines", str(file)).output
