"""Who did it, as the subject of a sentence."""

from __future__ import annotations

from ckanext.prov.domain.narrative.words import Known, Words, plan
from ckanext.prov.domain.record import Agent, Entry

_Agents = tuple[Agent, ...]


def subject(words: Words, known: Known, entry: Entry) -> str:
    """The department, with who acted for it as far as names show, and the plan it followed."""
    who = _who(words, known, entry.agents)
    if entry.plan is None:
        return who
    following = words.gettext("{who}, following {plan},")
    return following.format(who=who, plan=plan(words, entry.plan))


def _who(words: Words, known: Known, agents: _Agents) -> str:
    department = _department(known, agents)
    person = next((one for one in agents if one.kind == "person"), None)
    if person is not None:
        return _person(words, person, department)
    program = next((one for one in agents if one.kind == "software"), None)
    if program is not None:
        return _program(words, department)
    return department or words.gettext("Somebody")


def _person(words: Words, person: Agent, department: str) -> str:
    role = _role(words, person.role)
    # Someone without a role in the department did not act on its behalf.
    if department and person.department:
        named = words.gettext("{name} of {department}")
        unnamed = words.gettext("{department} ({role})")
        form = named if person.name else unnamed
        return form.format(name=person.name, department=department, role=role)
    return person.name or (role if person.role else words.gettext("A user"))


def _program(words: Words, department: str) -> str:
    if not department:
        return words.gettext("The system")
    return words.gettext("{department} (automatic)").format(department=department)


def _department(known: Known, agents: _Agents) -> str:
    """The department's title today, or else the one that the log has; empty when it is not
    shown."""
    one = next((one for one in agents if one.kind == "organization"), None)
    if one is None:
        return ""
    return known.organizations.get(one.id) or one.name


def _role(words: Words, role: str) -> str:
    names = {
        "admin": words.gettext("administrator"),
        "editor": words.gettext("editor"),
        "member": words.gettext("member"),
        "sysadmin": words.gettext("system administrator"),
    }
    return names.get(role) or words.gettext("user")
