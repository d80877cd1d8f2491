"""Every family end to end, the hazards that reach the datasets, and the real catalogues whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ckan import model
from ckanext.govopen.domain.harvest_run import Counts
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject

from demo.simulator import Simulator
from demo.simulator.sources import Builtin

from .catalogue_world import act, department, unique
from .harvesting import Harvest, fresh, harvest_of

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
SIZE = 5
FAMILIES = {
    "A": "guizhou", "A0": "guizhou-v1", "B": "shenzhen", "C": "wuhan", "G": "inspur",
    "M": "sharing-platform",
}  # fmt: skip
DATA = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="module")
def platforms() -> Iterator[Simulator]:
    """One platform of each family with entries of its own."""
    mounts = {f"small-{key}": (key, fresh(SIZE, 12 * n)) for n, key in enumerate(FAMILIES)}
    with Simulator(mounts=mounts) as simulator:
        yield simulator


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_harvested_whole(platforms: Simulator, family: str):
    place = department("大数据局")["name"]
    harvest = harvest_of(platforms.url(f"small-{family}"), FAMILIES[family], organization=place)
    counts = harvest.run()
    datasets = harvest.datasets().values()
    assert datasets
    assert counts == Counts(new=len(datasets)), (harvest.error, harvest.errors())
    for package in datasets:
        assert package.title
        assert package.extras["source_id"] == harvest.source_id
    assert harvest.run() == Counts(unchanged=len(datasets))


@pytest.mark.parametrize("family", ["A", "C", "G"])
def test_a_condition_that_the_platform_never_says_is_the_profiles_and_flagged(family: str):
    entries = Builtin(replace(entry, open_type="conditional") for entry in fresh(SIZE))
    with Simulator(mounts={"small": (family, entries)}) as simulator:
        harvest = harvest_of(simulator.url("small"), FAMILIES[family])
        assert harvest.run() == Counts(new=SIZE), harvest.errors()
        for package in harvest.datasets().values():
            assert package.extras["open_type"] == "conditional"
            assert "未列明" in package.extras["open_condition"]
            flags = json.loads(package.extras["source_flags"])
            assert [flag["note"] for flag in flags if flag["field"] == "open_condition"]


HAZARDS = [
    {"ids": "slash"}, {"ids": "upper"}, {"total": "string"}, {"total": "none"},
    {"dates": "ms_string"}, {"dates": "garbage"}, {"arrays": True}, {"unknown_codes": 2},
    {"charset": "gb18030_undeclared"}, {"status": {"code": 503, "times": 2}},
    {"bad_fields": True}, {"counters": "missing"},
]  # fmt: skip


@pytest.mark.parametrize("hazards", HAZARDS, ids=lambda one: "-".join(map(str, one)))
def test_with_a_hazard_every_record_is_a_dataset_or_an_error_that_names_it(
    hazards: dict[str, object], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ckanext.govopen.adapters.http.backoff", lambda *_: 0)
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        simulator.control("small", **hazards)
        harvest = harvest_of(simulator.url("small"), "sharing-platform")
        counts = harvest.run()
    assert harvest.error == ""
    assert counts.new + counts.failed == counts.total == SIZE
    assert len(harvest.datasets()) == counts.new
    for record, message in harvest.errors().items():
        assert message.startswith(f"{record} · ")
    if not ({"bad_fields", "dates"} & set(hazards)):
        assert counts.failed == 0, harvest.errors()


def test_unknown_codes_are_kept_raw_and_flagged():
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        simulator.control("small", unknown_codes=SIZE)
        harvest = harvest_of(simulator.url("small"), "sharing-platform")
        harvest.run()
    flags = [json.loads(p.extras["source_flags"]) for p in harvest.datasets().values()
             if "source_flags" in p.extras]  # fmt: skip
    assert len(flags) == SIZE
    assert all(flag["raw"] and flag["note"] for row in flags for flag in row)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "family", "profile", "records"),
    [
        ("guizhou-catalogue-2016.jsonl", "A0", "guizhou-v1", 460),
        ("harbin-catalogue-2018.jsonl", "G", "inspur", 138),
    ],
)
def test_a_real_catalogue_is_accounted_for_record_by_record(
    file: str, family: str, profile: str, records: int
):
    if not (DATA / file).is_file():
        pytest.skip(f"{file} is not beside the repository")
    with Simulator(mounts={"real": (family, DATA / file)}) as simulator:
        harvest = harvest_of(simulator.url("real"), profile)
        counts = harvest.run()
    assert counts.total == records
    assert counts == Counts(new=counts.new, failed=counts.failed)
    assert len(harvest.datasets()) == counts.new
    errors = harvest.errors()
    assert len(errors) == counts.failed
    for record, message in errors.items():
        assert message.startswith(f"{record} · ")
        field = message.removeprefix(f"{record} · ").split(":")[0]
        assert field in ("title", "notes"), message
    assert counts.failed < records * 0.05, errors
    assert harvest.indexed() == {package.id for package in harvest.datasets().values()}


def test_records_that_refer_to_each_other_are_all_imported(tmp_path: Path):
    harvest = of_file(tmp_path, related=True)
    assert harvest.run() == Counts(new=2), harvest.errors()
    codes = [json.loads(p.extras["related_codes"]) for p in harvest.datasets().values()]
    assert all(codes)


def test_a_related_code_that_is_nowhere_is_an_error(tmp_path: Path):
    harvest = of_file(tmp_path, related=False)
    counts = harvest.run()
    assert (counts.new, counts.failed) == (1, 1)
    assert "related_codes" in next(iter(harvest.errors().values()))


def of_file(folder: Path, *, related: bool) -> Harvest:
    """A source of two records: related to each other, or the first to a code that is nowhere."""
    owner, prefix = department("水务局"), f"307026{unique()}".translate(_DIGITS)
    rows = [
        {
            "id": n,
            "title": unique("水库"),
            "notes": "名称和库容。",
            "res_code": f"{prefix}/00000{n}",
        }
        for n in (1, 2)
    ]
    rows[0]["related"] = f"{prefix}/00000{2 if related else 9}"
    if related:
        rows[1]["related"] = f"{prefix}/000001"
    profile = folder / "related.yaml"
    profile.write_text(_PROFILE, "utf-8")
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    server = _serve(folder, lines)
    return harvest_of(server, str(profile), organization_mode="fixed", organization=owner["name"])


_DIGITS = str.maketrans("abcdef", "012345")
_PROFILE = """
profile: 1
title: {zh: 测试, en: Test}
file: {format: jsonlines, id: id}
fields:
  title: item.title
  notes: item.notes
  res_code: item.res_code
  related_codes: item.related
"""


def _serve(folder: Path, lines: str) -> str:
    """The address of a file with ``lines``, served for as long as the tests run."""
    import functools
    import threading
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    (folder / "records.jsonl").write_text(lines, "utf-8")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/records.jsonl"


def test_ckanext_harvests_own_queue_imports_a_source(platforms: Simulator):
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        harvest = harvest_of(simulator.url("small"), "sharing-platform")
        first = through_the_queue(harvest)
        assert len(first) == SIZE
        assert {one.report_status for one in first} == {"added"}
        assert {one.state for one in first} == {"COMPLETE"}
        assert harvest.indexed() == {p.id for p in harvest.datasets().values()}
        simulator.control("small", changed=1, vanish=[4])
        second = through_the_queue(harvest)
        assert sorted(one.report_status for one in second) == [
            "deleted", *["not modified"] * (SIZE - 2), "updated",
        ]  # fmt: skip
        assert harvest.run() == Counts(unchanged=SIZE - 1), "both ways share one memory"


def through_the_queue(harvest: Harvest) -> list[HarvestObject]:
    """One job through the consumers of ckanext-harvest, as its commands run them."""
    job = act("harvest_job_create", source_id=harvest.source_id, run=True)
    consumer = queue.get_gather_consumer()
    while True:
        method, header, body = consumer.basic_get(queue.get_gather_queue_name())
        queue.gather_callback(consumer, method, header, body)
        if json.loads(body)["harvest_job_id"] == job["id"]:
            break
    consumer = queue.get_fetch_consumer()
    for _ in range(model.Session.query(HarvestObject).filter_by(harvest_job_id=job["id"]).count()):
        method, header, body = consumer.basic_get(queue.get_fetch_queue_name())
        queue.fetch_callback(consumer, method, header, body)
    act("harvest_jobs_run")
    model.Session.expire_all()
    assert HarvestJob.get(job["id"]).status == "Finished"
    return model.Session.query(HarvestObject).filter_by(harvest_job_id=job["id"]).all()


def test_the_form_of_a_source_refuses_a_bad_configuration_and_says_why():
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as raised:
        harvest_of("http://127.0.0.1:1/", "no-such-profile")
    assert "no-such-profile" in str(raised.value.error_dict)
    with pytest.raises(tk.ValidationError) as raised:
        harvest_of("http://127.0.0.1:1/", "guizhou", max_loss=7, colour="red")
    assert "colour" in str(raised.value.error_dict)


def test_a_private_address_that_is_not_allowed_is_refused(platforms: Simulator):
    harvest = harvest_of(platforms.url("small-M"), "sharing-platform", allow_private=[])
    assert harvest.run() == Counts()
    assert "127.0.0.1" in harvest.error
