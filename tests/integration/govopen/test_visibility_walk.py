"""No route and no action tells a reader of an entry that the reader may not see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ckan import model, plugins
from ckan.tests import helpers
from flask import Flask

from . import walking
from .canary import CLASSIFIED, INTERNAL, Hidden, World

PLUGIN_TABLES = ("govopen", "activity", "harvest")
OUTSIDERS = {
    ("anonymous", INTERNAL), ("anonymous", CLASSIFIED), ("loner", INTERNAL), ("loner", CLASSIFIED),
    ("other", CLASSIFIED), ("member", CLASSIFIED),
}  # fmt: skip


@pytest.fixture(scope="module")
def walks(reset_db, reset_index, migrate_db_for) -> Iterator[dict[str, dict]]:
    """Answers to the same requests before an entry is planted and after, by reader and entry."""
    plugins.load_all()
    reset_db()
    for plugin in PLUGIN_TABLES:
        migrate_db_for(plugin)
    reset_index()
    app = helpers._get_test_app().flask_app
    world = World().build()
    before: dict[tuple[str, Hidden], dict[str, str]] = {}
    after: dict[tuple[str, Hidden], dict[str, str]] = {}
    for hidden in (INTERNAL, CLASSIFIED):
        readers = sorted(reader for reader, unseen in OUTSIDERS if unseen is hidden)
        for reader in readers:
            before[reader, hidden] = walking.walk(app, world, reader, hidden)
        world.plant(hidden)
        for reader in readers:
            after[reader, hidden] = walking.walk(app, world, reader, hidden)
    yield {"before": before, "after": after, "app": app, "world": world}
    model.Session.remove()
    reset_db()
    reset_index()
    plugins.unload_all()


@pytest.mark.parametrize(("reader", "hidden"), sorted(OUTSIDERS, key=str))
def test_planting_an_entry_changes_no_answer(walks, reader: str, hidden: Hidden) -> None:
    before, after = walks["before"][reader, hidden], walks["after"][reader, hidden]
    assert before.keys() == after.keys()
    changed = [request for request in before if before[request] != after[request]]
    assert not changed, report(changed, before, after)


@pytest.mark.parametrize(("reader", "hidden"), sorted(OUTSIDERS, key=str))
def test_no_answer_holds_a_canary_that_the_request_did_not(walks, reader, hidden) -> None:
    told = [
        request
        for request, answer in walks["after"][reader, hidden].items()
        if hidden.word in answer.lower() and hidden.word not in request.lower()
        and "%" not in request
    ]  # fmt: skip
    assert not told, told


def test_those_who_may_see_the_entries_do(walks) -> None:
    """Otherwise the walk would prove nothing."""
    app, world = walks["app"], walks["world"]
    for reader, hidden in (("other", INTERNAL), ("member", INTERNAL), ("editor", CLASSIFIED)):
        assert hidden.word in walking.visit(app, world.readers[reader], f"/dataset/{hidden.id()}")


def report(changed: list[str], before: dict[str, str], after: dict[str, str]) -> str:
    """The first differing line of each changed answer."""
    lines = []
    for request in changed:
        old, new = before[request].splitlines(), after[request].splitlines()
        pairs = zip([*old, *[""] * len(new)], [*new, *[""] * len(old)], strict=False)
        first = next(((a, b) for a, b in pairs if a != b), ("", ""))
        lines.append(f"{request}\n  - {first[0][:300]}\n  + {first[1][:300]}")
    return f"{len(changed)} answers changed\n" + "\n".join(lines)
