"""Which moves an entry can make in which state."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain import publication


@pytest.mark.parametrize(
    ("status", "verbs"),
    [
        ("draft", ["submit", "publish"]),
        ("submitted", ["return", "publish"]),
        ("published", ["withdraw"]),
        ("withdrawn", ["restore"]),
        ("unknown", []),
    ],
)
def test_each_state_has_its_moves(status: str, verbs: list[str]):
    assert [move.verb for move in publication.possible(status)] == verbs


@pytest.mark.parametrize("verb", [v for v, m in publication.MOVES.items() if m.needs_reason])
def test_a_move_backwards_says_why(verb: str):
    status = next(iter(publication.MOVES[verb].sources))
    assert [p.field for p in publication.check(verb, status, "  ")] == ["reason"]
    assert [p.code for p in publication.check(verb, status, "字" * 501)] == ["too_long"]
    assert publication.check(verb, status, "有误") == []


def test_a_wrong_state_is_named_in_both_languages():
    (problem,) = publication.check("publish", "withdrawn", "")
    assert problem.field == "status"
    assert "withdrawn" in problem.zh
    assert "withdrawn" in problem.en
