"""No route and no action tells a reader of an entry that the reader may not see."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from ckan.lib import search
from ckanext.govopen.adapters import visibility
from ckanext.govopen.domain import visibility as rule
from ckanext.govopen.logic.action.closed import tag
from flask import Flask

from . import walking
from .canary import CLASSIFIED, INTERNAL, World

# Who walks with whose identifiers. All entries are planted when the second walk is made, so the
# canaries of both are looked for in every answer.
ENTRY = {"anonymous": INTERNAL, "loner": CLASSIFIED, "other": CLASSIFIED, "member": CLASSIFIED}
UNSEEN = {
    "anonymous": {INTERNAL, CLASSIFIED}, "loner": {INTERNAL, CLASSIFIED},
    "other": {CLASSIFIED}, "member": {CLASSIFIED},
}  # fmt: skip


@dataclass
class Walks:
    """Answers to the same requests, by reader, before the entries are planted and after."""

    app: Flask
    world: World
    before: dict[str, dict[str, str]] = field(default_factory=dict)
    after: dict[str, dict[str, str]] = field(default_factory=dict)

    def walk(self, answers: dict[str, dict[str, str]], *readers: str) -> None:
        for reader in readers:
            answers[reader] = walking.walk(self.app, self.world, reader, ENTRY[reader])


@pytest.fixture(scope="module")
def walks(empty_portal) -> Walks:
    made = Walks(empty_portal.app.flask_app, World().build())
    made.walk(made.before, "anonymous", "loner")
    made.world.plant(INTERNAL)
    made.walk(made.before, "other", "member")
    made.world.plant(CLASSIFIED)
    made.walk(made.after, *ENTRY)
    return made


@pytest.mark.parametrize("reader", ENTRY)
def test_planting_an_entry_changes_no_answer(walks, reader: str) -> None:
    before, after = walks.before[reader], walks.after[reader]
    assert before.keys() == after.keys()
    changed = [request for request in before if before[request] != after[request]]
    assert not changed, report(changed, before, after)


@pytest.mark.parametrize("reader", ENTRY)
def test_no_answer_holds_a_canary_that_the_request_did_not(walks, reader: str) -> None:
    told = [
        request
        for request, answer in walks.after[reader].items()
        for hidden in UNSEEN[reader]
        if hidden.word in answer.lower() and hidden.word not in unquote(request).lower()
    ]
    assert not told, told


@pytest.mark.parametrize("reader", ENTRY)
def test_no_page_of_ours_fails(walks, reader: str) -> None:
    failed = {
        request: answer
        for request, answer in walks.after[reader].items()
        if answer.startswith((walking.FAILED, "500")) and walking.ours(walks.app, request)
    }
    assert not failed, failed


def test_those_who_may_see_the_entries_do(walks) -> None:
    """Otherwise the walk would prove nothing."""
    readers = (("other", INTERNAL), ("member", INTERNAL), ("editor", CLASSIFIED))
    for reader, hidden in readers:
        token = walks.world.readers[reader]
        assert hidden.word in walking.visit(walks.app, token, f"/dataset/{hidden.id()}")
        found = walking.call("package_search", f"canary-{reader}", {"include_private": True})
        assert hidden.word in found


@pytest.mark.parametrize("opened", ["label", "index", "tags", "objects"])
def test_the_walk_notices_a_leak(walks, monkeypatch, opened: str) -> None:
    """One exit is opened again, and an answer changes."""
    chosen = OPENINGS[opened](monkeypatch)
    after = walking.walk(walks.app, walks.world, "anonymous", INTERNAL, chosen)
    before = walks.before["anonymous"]
    assert after
    changed = [request for request in after if after[request] != before[request]]
    monkeypatch.undo()
    reindex()
    assert changed


def open_labels(monkeypatch) -> str:
    monkeypatch.setattr(visibility, "dataset_labels", lambda *_: [rule.PUBLIC])
    return "package_show"


def open_index(monkeypatch) -> str:
    open_labels(monkeypatch)
    reindex()
    return "package_search"


def open_tags(monkeypatch) -> str:
    monkeypatch.setattr(tag, "_visible", lambda context, data_dict, tags: tags)
    return "tag_search"


def open_objects(monkeypatch) -> str:
    monkeypatch.setattr(visibility, "insist", lambda context, dataset: None)
    return "harvest_object_show"


OPENINGS = {
    "label": open_labels, "index": open_index, "tags": open_tags, "objects": open_objects,
}  # fmt: skip


def reindex() -> None:
    search.rebuild(INTERNAL.id())


def report(changed: list[str], before: dict[str, str], after: dict[str, str]) -> str:
    """The first differing line of each changed answer."""
    lines = []
    for request in changed:
        old, new = before[request].splitlines(), after[request].splitlines()
        pairs = zip([*old, *[""] * len(new)], [*new, *[""] * len(old)], strict=False)
        first = next(((a, b) for a, b in pairs if a != b), ("", ""))
        lines.append(f"{request}\n  - {first[0][:300]}\n  + {first[1][:300]}")
    return f"{len(changed)} answers changed\n" + "\n".join(lines)
