"""Who did it: people by role and department, programs by name; no address of any kind."""

from __future__ import annotations

from ckan import __version__ as ckan_version
from ckanext.prov import config
from ckanext.prov.domain.record import Agent

from .log import Ticket

SOFTWARE = f"CKAN {ckan_version}"


def agents(ticket: Ticket, program: str = "") -> tuple[Agent, ...]:
    """The one who acts, and the department on whose behalf.

    Without a person (a command, a job, the site's own user) a program acts: ``program``, or the
    site itself.
    """
    names = config.names()
    department = Agent("organization", ticket.owner, ticket.department if names != "none" else "")
    behind = (department,) if ticket.owner else ()
    person = ticket.person
    if person is None or person["login"] == config.site_id():
        name = program or SOFTWARE.partition(" ")[0]
        software = Agent("software", program or config.site_id(), name, department=ticket.owner)
        return (software, *behind)
    role = person["role"] or ("sysadmin" if person["sysadmin"] else "")
    name = person["name"] if names == "people" else ""
    return (Agent("person", person["id"], name, role, ticket.owner if role else ""), *behind)
