"""Policies: the ready-made ones, which rule decides, and what is told of a faulty one."""

from __future__ import annotations

from itertools import product

import pytest
from ckanext.masking.domain.detectors import registry as detectors
from ckanext.masking.domain.finding import Certainty, Finding
from ckanext.masking.domain.policy.loading import PolicyError, read_or_closed, read_policy
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.policy.question import Found, Question, Reader
from ckanext.masking.domain.policy.ready import READY, ready_made, ready_text
from ckanext.masking.domain.scanning.report import ColumnReport
from hypothesis import given, settings
from hypothesis import strategies as st
from operator_setting import SCOPE

ID = "11010519491231002X"
HEAD = """policy: 1
name: ours
version: "2026-1"
title: {zh: 我们的, en: Ours}
rules:
"""
RULE = "  - {id: a, when: {detector: email}, do: redact}\n"
SURE, LIKELY, GUESS = Certainty.CERTAIN, Certainty.PROBABLE, Certainty.SUSPECT


def policy_of(rules: str, rest: str = "") -> Policy:
    return read_policy(HEAD + rules + rest, "ours.yaml")


def asked(detector: str = "", certainty: Certainty = SURE, **more) -> Question:
    found = (Found(detector, certainty),) if detector else ()
    return Question(more.pop("column", "某列"), found, **more)


@pytest.mark.parametrize("name", READY)
def test_a_ready_made_policy_loads_with_names_in_both_languages(name: str):
    policy = ready_made(name)
    assert policy.name == name
    assert policy.version == "1"
    for named in (policy, *policy.rules):
        assert any("\u4e00" <= char <= "\u9fff" for char in named.zh)
        assert named.en.isascii()


@pytest.mark.parametrize("name", READY)
def test_a_ready_made_policy_masks_whatever_any_detector_finds(name: str):
    policy = ready_made(name)
    for detector, certainty, in_text in product(detectors.load(), Certainty, (True, False)):
        decision = policy.decide(asked(detector, certainty, in_text=in_text))
        assert decision.masks is (detector != "uscc"), detector
        decision.bind(SCOPE)


def test_an_id_is_shown_six_and_four_on_a_page_and_not_at_all_to_the_public():
    shown = {name: ready_made(name).decide(asked("resident_id")).bind(SCOPE) for name in READY}
    assert shown["display"].apply(ID) == "110105********002X"
    assert shown["release-public"].apply(ID) == "***"
    pseudonym = shown["controlled-sharing"].apply(ID) or ""
    assert len(pseudonym) == 21
    assert pseudonym.startswith("P")


@pytest.mark.parametrize(
    ("name", "k"), [("release-public", 20), ("controlled-sharing", 5), ("display", None)]
)
def test_a_ready_made_policy_demands_the_k_of_its_model(name: str, k: int | None):
    demand = ready_made(name).demand
    assert (demand.k if demand else None) == k


def test_there_is_no_other_ready_made_policy():
    assert ready_text("../release-public") is None
    with pytest.raises(KeyError):
        ready_made("no-such")


def test_the_first_rule_that_matches_decides_and_is_named():
    policy = policy_of(
        """  - id: own
    when: {detector: mobile, department: [民政局]}
    do: {operator: partial, prefix: 3, suffix: 4}
    review: true
  - id: all
    when: {detector: mobile}
    do: redact
"""
    )
    own = policy.decide(asked("mobile", department=("mz", "民政局")))
    assert (own.rule, own.line, own.policy, own.version) == ("own", 6, "ours", "2026-1")
    assert own.review
    assert own.as_dict()["parameters"] == {"prefix": 3, "suffix": 4}
    assert policy.decide(asked("mobile")).rule == "all"
    assert policy.decide(asked("email")).rule == "default.sensitive"
    assert policy.decide(asked()).rule == "default.other"


@pytest.mark.parametrize(
    ("when", "question", "matches"),
    [
        ("{certainty: probable}", asked("email", LIKELY), True),
        ("{certainty: probable}", asked("email", GUESS), False),
        ("{detector: [email, mobile], certainty: certain}", asked("mobile", SURE), True),
        ("{detector: email}", asked("mobile"), False),
        ("{column: [身份证*, '*phone']}", asked(column="身份证号码"), True),
        ("{column: [身份证*, '*phone']}", asked(column=" Ｍｙ ＰＨＯＮＥ "), True),
        ("{column: '金额[元]'}", asked(column="金额[元]"), True),
        ("{column: '金额[元]'}", asked(column="金额元"), False),
        ("{column: 身份证}", asked(column="身份证号码"), False),
        ("{pattern: '^(姓名|联系人)$'}", asked(column="联系人"), True),
        ("{pattern: '^(姓名|联系人)$'}", asked(column="联系人电话"), False),
        ("{column: 甲, pattern: 乙}", asked(column="乙"), True),
        ("{sensitivity: personal}", asked(sensitivity="personal"), True),
        ("{sensitivity: personal}", asked(sensitivity="state"), False),
        ("{dataset: [births]}", asked(dataset=("1-2-3", "births")), True),
        ("{dataset: [births]}", asked(dataset=("deaths",)), False),
        ("{in_text: true}", asked("email", in_text=True), True),
        ("{in_text: true}", asked("email"), False),
        ("{detector: email, dataset: births}", asked("email"), False),
    ],
)
def test_every_part_of_a_condition_must_hold(when: str, question: Question, matches: bool):
    policy = policy_of(f"  - {{id: a, when: {when}, do: 'null'}}\n")
    assert (policy.decide(question).rule == "a") is matches


def test_a_rule_for_a_role_or_a_grant_holds_for_its_readers_alone():
    policy = policy_of(
        """  - {id: auditor, when: {role: auditor}, do: clear}
  - {id: granted, when: {grant: clear-read, detector: mobile}, do: clear}
"""
    )
    assert policy.is_dynamic
    question = asked("mobile")
    assert policy.decide(question).rule == "default.sensitive"
    assert policy.decide(question, Reader()).rule == "default.sensitive"
    assert policy.decide(question, Reader(roles=frozenset({"auditor"}))).rule == "auditor"
    assert policy.decide(question, Reader(grants=frozenset({"clear-read"}))).rule == "granted"
    assert policy.decide(asked("email"), Reader(grants=frozenset({"clear-read"}))).masks
    assert not policy_of(RULE).is_dynamic


def test_a_rule_that_clears_one_kind_does_not_let_another_out_with_it():
    policy = policy_of("  - {id: codes, when: {detector: uscc}, do: clear}\n")
    both = Question("备注", (Found("uscc", SURE), Found("mobile", GUESS)))
    assert not policy.decide(asked("uscc")).masks
    assert policy.decide(both).masks


def test_what_no_rule_names_is_masked_when_it_is_sensitive():
    policy = policy_of(RULE)
    for question in (asked("mobile", GUESS), asked(sensitivity="personal")):
        assert policy.decide(question).operator == "redact"
    for question in (asked(), asked(sensitivity="none")):
        assert not policy.decide(question).masks


def test_a_scanned_column_is_asked_about_as_a_whole_and_piece_by_piece():
    report = ColumnReport("手机", "mobile", LIKELY, 9, 1, 0.9)
    question = Question.of_column(report, dataset=("births",), sensitivity="personal")
    assert question.found == (Found("mobile", LIKELY),)
    piece = question.piece(Finding(3, 9, "email", SURE))
    assert piece == asked(
        "email", SURE, column="手机", in_text=True, dataset=("births",), sensitivity="personal"
    )
    assert Question.of_column(ColumnReport("备注", None, None, 9, 0, 0)).found == ()


def test_a_policy_says_whether_it_needs_the_master_key():
    assert {name: ready_made(name).needs_key for name in READY} == {
        "release-public": False,
        "controlled-sharing": True,
        "display": False,
    }
    assert not Policy.closed().needs_key


def test_the_defaults_can_be_set():
    policy = policy_of(
        RULE,
        "default: {sensitive: {operator: hmac_sm3, prefix: Z}, other: 'null'}\n",
    )
    assert policy.decide(asked("mobile")).parameters == {"prefix": "Z"}
    assert policy.decide(asked()).operator == "null"


FAULTS = [
    (7, "    when: {detectr: email}", "detector"),
    (7, "    when: {detector: emial}", "email"),
    (7, "    when: {certainty: sure, detector: email}", "suspect"),
    (7, "    when: {pattern: '(?=a)b'}", "look-around"),
    (7, "    when: {pattern: '('}", "look-around"),
    (7, "    when: {pattern: '((a{300}){300}){300}'}", "look-around"),
    (7, "    when: {}", "empty"),
    (7, "    when: [detector]", "mapping"),
    (7, "    when: {column: []}", "list of texts"),
    (7, "    when: {in_text: yes}", "true or false"),
    (7, "    wen: {detector: email}", "when"),
    (8, "    do: redct", "redact"),
    (8, "    do: {operator: partial, prefx: 3}", "prefix"),
    (8, "    do: {operator: partial, prefix: 300}", "50"),
    (8, "    do: {prefix: 3}", "redact"),
    (8, "    do: 3", "operator"),
    (8, "    do: {operator: noise}", "amount"),
    (6, "  - id: A B", "small letters"),
    (6, "  - name: a", "id"),
]


@pytest.mark.parametrize(("line", "text", "remedy"), FAULTS)
def test_a_fault_is_told_with_its_line_and_its_remedy(line: int, text: str, remedy: str):
    lines = [*HEAD.splitlines(), "  - id: a", "    when: {detector: email}", "    do: redact"]
    lines[line - 1] = text
    with pytest.raises(PolicyError) as refused:
        read_policy("\n".join(lines), "ours.yaml")
    told = [p for p in refused.value.problems if p.field == f"ours.yaml:{line}"]
    assert any(remedy in problem.en for problem in told), refused.value.problems
    assert all(f"第 {line} 行" in problem.zh for problem in told)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("policy: 1\nname: [\n", 3),
        ("a: &x 1\nb: *x\n", 1),
        ("- a\n", 1),
        ("", 1),
        ("policy: 2\nname: x\nversion: 1\ntitle: {zh: 甲, en: a}\nrules: []\n", 1),
        ("policy: 1\nname: x\nversion: 1\ntitle: {zh: 甲}\nrules: []\n", 4),
        ("policy: 1\nname: x\nname: y\nversion: 1\ntitle: {zh: 甲, en: a}\nrules: []\n", 3),
        ("policy: 1\nname: x\nversion: 1\ntitle: {zh: 甲, en: a}\nrules: {a: 1}\n", 5),
        (f"{'a: {' * 20}{'}' * 20}", 1),
        (f"{HEAD}  - &a {{id: a, when: {{detector: email}}, do: redact}}\n", 6),
        (f"{HEAD}  - x\n", 6),
        (f"{HEAD}{RULE}demand: {{k: 1}}\n", 7),
        (f"{HEAD}{RULE}model: pubic\n", 7),
        (f"{HEAD}{RULE}keep_original: -1\n", 7),
        (f"{HEAD}{RULE}keep_original: ever\n", 7),
        (f"{HEAD}{RULE}default: {{sensitive: clear}}", 7),
    ],
)
def test_a_file_that_is_no_policy_is_refused_on_its_line(text: str, line: int):
    with pytest.raises(PolicyError) as refused:
        read_policy(text, "p.yaml")
    assert f"p.yaml:{line}" in {problem.field for problem in refused.value.problems}


def test_all_faults_are_told_at_once_from_the_top_down():
    with pytest.raises(PolicyError) as refused:
        read_policy(HEAD.replace("version", "verison") + "  - {id: a, wen: 1, do: redat}\n", "p")
    lines = [int(problem.field.partition(":")[2]) for problem in refused.value.problems]
    assert len(lines) >= 5
    assert lines == sorted(lines)


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(PolicyError, match="taken"):
        policy_of(RULE * 2)


def test_a_department_names_its_own_patterns_as_detectors():
    text = HEAD + "  - {id: a, when: {detector: case_number}, do: redact}\n"
    with pytest.raises(PolicyError):
        read_policy(text, "p")
    assert read_policy(text, "p", {"case_number"}).rules[0].when.detectors == {"case_number"}


@pytest.mark.parametrize(("said", "days"), [("keep_original: 30\n", 30), ("", None)])
def test_a_policy_may_say_for_how_long_originals_are_kept(said: str, days: int | None):
    assert read_policy(f"{HEAD}{RULE}{said}", "p").keep_original == days


@pytest.mark.parametrize("text", [None, "", "policy: [", "policy: 1\nname: x\n"])
def test_when_a_policy_cannot_be_loaded_everything_is_masked(text: str | None):
    policy, problems = read_or_closed(text, "p.yaml")
    assert problems
    assert policy.is_closed
    for question in (asked(), asked("uscc"), asked(sensitivity="none")):
        for reader in (None, Reader(frozenset({"admin"}), frozenset({"clear-read"}))):
            decision = policy.decide(question, reader)
            assert (decision.operator, decision.rule) == ("redact", "closed")


def test_a_sound_policy_is_not_closed():
    policy, problems = read_or_closed(ready_text("display"), "display.yaml")
    assert not problems
    assert not policy.is_closed


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(0, len(HEAD)))
def test_no_text_however_broken_raises_anything_but_a_policy_error(text: str, place: int):
    whole = HEAD + RULE
    for broken in (text, whole[:place] + text + whole[place:]):
        policy, problems = read_or_closed(broken, "p.yaml")
        assert policy.is_closed is bool(problems)
