from __future__ import annotations

import json

import pytest
from ckanext.govopen.domain.harvest import ProfileError, Response, SourceError, list_pages
from harvest_world import profile, quick, session
from hypothesis import given
from hypothesis import strategies as st


def rows(start, stop):
    return [{"id": f"r{number}", "name": "x"} for number in range(start, stop)]


def listing(pages=None, **more):
    request = {
        "url": "{base}/list",
        "params": {"p": "{page}", "o": "{offset}", "n": "{size}"},
    }
    parts = {"request": request, "items": "rows", "id": "id", "pages": pages or {}}
    return profile(list={**parts, **more})


def table(held, cap=1000, start=1, **said):
    """A source of ``held`` rows whose pages begin at ``start`` and hold ``cap`` at most."""

    def answer(request):
        size = min(int(request.params["n"]), cap)
        first = (int(request.params["p"]) - start) * size
        return {"rows": rows(first, min(held, first + size)), **said}

    return answer


def ids(pages):
    return [item.id for page in pages for item in page.items]


@quick
@given(
    count=st.integers(0, 60),
    size=st.integers(1, 20),
    cap=st.integers(1, 20),
    start=st.integers(0, 1),
    said=st.sampled_from(["number", "text", "sum", "nothing", "pages"]),
)
def test_every_record_is_listed_once_however_the_platform_counts(count, size, cap, start, said):
    pages = {"start": start, "size": size}
    extra = {}
    if said == "number":
        pages["total"], extra["total"] = "total", count
    elif said == "text":
        pages["total"], extra["total"] = "total", str(count)
    elif said == "sum":
        pages["total"], extra = "[a, b]", {"a": str(count // 2), "b": count - count // 2}
    elif said == "pages":
        pages["count"], extra["count"] = "count", -(-count // min(size, cap))
    found = list(list_pages(session(table(count, cap, start, **extra), listing(pages))))
    assert ids(found) == [f"r{number}" for number in range(count)]
    assert found[-1].cursor is None
    assert found[-1].missing == 0


@quick
@given(cap=st.integers(1, 9), count=st.integers(0, 40))
def test_an_offset_counts_what_came_and_not_what_was_asked_for(cap, count):
    def answer(request):
        first = int(request.params["o"])
        return {"rows": rows(first, min(count, first + cap)), "total": count}

    found = list_pages(session(answer, listing({"size": 10, "total": "total"})))
    assert len(ids(found)) == count


@quick
@given(count=st.integers(1, 50), size=st.integers(1, 9), broken=st.integers(0, 9))
def test_a_listing_goes_on_after_any_page(count, size, broken):
    def at_source():
        return session(table(count, total=count), listing({"size": size, "total": "total"}))

    pages = list(list_pages(at_source()))
    kept = pages[: broken + 1]
    cursor = kept[-1].cursor
    rest = list(list_pages(at_source(), cursor)) if cursor else []
    assert ids(kept) + ids(rest) == ids(pages)
    assert [page.missing for page in rest][-1:] in ([0], [])


def test_a_page_that_repeats_ends_the_listing():
    def answer(request):
        return {"rows": rows(0, 5)}

    assert len(ids(list_pages(session(answer, listing())))) == 5


def test_fewer_records_than_announced_are_told_on_the_last_page():
    found = list(list_pages(session(table(20, total=57), listing({"size": 10, "total": "total"}))))
    assert [page.missing for page in found] == [0, 0, 37]


def _moving(change):
    """A list of 25 that ``change`` alters once its first page was read."""
    held = [f"r{number}" for number in range(25)]

    def answer(request):
        first = int(request.params["o"])
        made = {"rows": [{"id": one} for one in held[first : first + 10]], "total": len(held)}
        if first == 0:
            change(held)
        return made

    return list(list_pages(session(answer, listing({"size": 10, "total": "total"}))))


def test_a_record_taken_out_while_the_list_is_read_lets_another_slip_through_and_that_is_told():
    found = _moving(lambda held: held.remove("r3"))
    assert "r10" not in ids(found)
    assert found[-1].missing == 1


def test_a_record_put_in_front_while_the_list_is_read_is_told_as_missing():
    found = _moving(lambda held: held.insert(0, "new"))
    assert ids(found).count("r9") == 2
    assert len(set(ids(found))) == 25
    assert found[-1].missing == 1


def test_entries_without_an_id_are_told_and_counted():
    def answer(request):
        return {"rows": [{"id": "a"}, {"name": "乙"}, {"id": ["c"]}], "total": 3}

    (page,) = list_pages(session(answer, listing({"total": "total"})))
    assert [item.id for item in page.items] == ["a", "c"]
    assert page.problems[0].code == "no-id"
    assert "第 1 页第 2 条" in page.problems[0].zh
    assert page.missing == 0


def test_a_link_to_the_next_page_is_followed_until_there_is_none():
    def answer(request):
        number = int(request.params["p"])
        return {"rows": rows(number, number + 1), "next": number + 1 if number < 3 else None}

    request = {"url": "{base}", "params": {"p": "{next || `0`}"}}
    made = profile(
        list={"request": request, "items": "rows", "id": "id", "pages": {"next": "next"}}
    )
    found = list(list_pages(session(answer, made)))
    assert ids(found) == ["r0", "r1", "r2", "r3"]
    resumed = list_pages(session(answer, made), found[1].cursor)
    assert ids(resumed) == ["r2", "r3"]


def test_totals_and_links_may_stand_in_headers():
    def answer(request):
        number = int(request.url.rpartition("=")[2]) if "=" in request.url else 0
        link = f'<https://data.example.cn/l?p={number + 1}>; rel="next"' if number < 2 else ""
        headers = {"link": link, "x-total-count": "3"}
        return Response(
            200, request.url, headers, json.dumps({"rows": rows(number, number + 1)}).encode()
        )

    by_link = {
        "request": {"url": "{next || join('', [base, '/l'])}"},
        "items": "rows",
        "id": "id",
        "pages": {
            "total": {"header": "X-Total-Count"},
            "next": {"header": "Link", "regex": '<([^>]+)>; *rel="?next'},
        },
    }
    found = list(list_pages(session(answer, profile(list=by_link))))
    assert ids(found) == ["r0", "r1", "r2"]
    assert [page.total for page in found] == [3, 3, 3]


def test_a_header_is_refused_where_no_answer_is_at_hand():
    with pytest.raises(ProfileError, match=r"fields\.title"):
        profile(fields={"title": {"header": "X-Title"}})


def test_several_lists_follow_each_other_and_can_be_resumed():
    def answer(request):
        return {"rows": [{"id": f"{request.params['d']}-{request.params['p']}"}], "total": 2}

    made = profile(
        options={"divisions": ["520100", "520200"]},
        list={
            "request": {"url": "{base}", "params": {"d": "{division}", "p": "{page}"}},
            "repeat": {"name": "division", "over": "divisions"},
            "items": "rows",
            "id": "id",
            "pages": {"total": "total", "size": 1},
        },
    )
    pages = list(list_pages(session(answer, made)))
    assert ids(pages) == ["520100-1", "520100-2", "520200-1", "520200-2"]
    assert ids(list_pages(session(answer, made), pages[1].cursor)) == ["520200-1", "520200-2"]
    one = session(answer, made, options={"divisions": "520300"})
    assert ids(list_pages(one)) == ["520300-1", "520300-2"]


def test_a_source_may_count_from_another_page_than_its_family():
    made = listing({"start": 1, "size": 10, "total": "total"})
    at = session(table(12, start=0, total=12), made, options={"start": 0, "size": 5})
    assert len(ids(list_pages(at))) == 12


def test_a_hundred_thousand_records_are_listed_a_page_at_a_time():
    at = session(table(100_000, total=100_000), listing({"size": 500, "total": "total"}))
    pages = list_pages(at)
    for _ in range(3):
        assert len(next(pages).items) == 500
    assert len(at._fetch.asked) == 3


def test_a_cursor_that_is_none_of_ours_is_refused():
    with pytest.raises(SourceError, match="cursor"):
        next(list_pages(session(table(1), listing()), "page 3"))


def test_a_list_that_cannot_be_worked_out_is_told():
    made = listing(items="sort_by(rows, &name)")
    with pytest.raises(SourceError) as failure:
        list(list_pages(session(lambda request: {"rows": 3}, made)))
    assert failure.value.code == "list"
