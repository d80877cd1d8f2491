"""The one rule of who sees which dataset, as permission labels.

A dataset carries labels; a reader holds labels; who holds one of a dataset's labels sees it. CKAN
asks for both sides on every exit (``IPermissionLabels``). Grades: 公开 for everybody; 内部 for
members of any organization; 涉密 for editors and admins of the department and for the catalogue
authority.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PUBLIC = "public"
INTERNAL = "govopen-internal"
AUTHORITY = "govopen-authority"

EDITING_ROLES = frozenset({"editor", "admin"})
OPEN_STATES = frozenset({"published", "withdrawn"})
HIDDEN_GRADES = frozenset({"internal", "classified"})


@dataclass(frozen=True, slots=True)
class Membership:
    """A reader's role (``member``, ``editor`` or ``admin``) in one organization."""

    org_id: str
    role: str


def dataset_labels(grade: str, status: str, owner_org: str | None) -> list[str]:
    """Labels of a dataset; an unknown grade or status is treated as the closest one.

    Drafts and submitted entries are their department's; a classified draft stays with those who
    may see classified entries.
    """
    org = owner_org or ""
    if grade not in {"public", "internal"}:
        return [classified(org), AUTHORITY]
    if status not in OPEN_STATES:
        return [member(org)]
    return [PUBLIC] if grade == "public" else [INTERNAL]


def reader_labels(
    memberships: Iterable[Membership], *, sysadmin: bool = False, authority_org: str | None = None
) -> list[str]:
    """Labels of a signed-in reader; for an anonymous one pass no memberships.

    ``authority_org`` is the id of the organization that keeps the whole catalogue; its editors and
    admins, like system administrators, hold the authority's label.
    """
    held = {PUBLIC}
    if sysadmin:
        held |= {INTERNAL, AUTHORITY}
    for membership in memberships:
        held |= {INTERNAL, member(membership.org_id)}
        if membership.role in EDITING_ROLES:
            held.add(classified(membership.org_id))
            if membership.org_id == authority_org:
                held.add(AUTHORITY)
    return sorted(held)


def is_private(grade: str, status: str) -> bool:
    """Whether CKAN's own ``private`` flag must be set, so that its SQL exits skip the dataset."""
    return grade != "public" or status not in OPEN_STATES


def member(org_id: str) -> str:
    """The label of an organization's members (CKAN's own form)."""
    return f"member-{org_id}"


def classified(org_id: str) -> str:
    """The label of those who may see an organization's classified entries."""
    return f"govopen-classified-{org_id}"
