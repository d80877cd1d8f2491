"""A small province with secrets in it, and readers who must not notice them.

Identifiers of hidden entries are fixed beforehand, so that the same request can be made before
an entry exists and after: whoever may not see it must get the same answer, byte for byte.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckan.tests import factories, helpers
from ckanext.activity.model import Activity
from ckanext.harvest.model import HarvestJob, HarvestObject

NAMESPACE = uuid.UUID("6f1d5c3e-8b0a-4a63-9f0e-0d6a3f6c2b11")
ADMIN = {"user": "canary-admin", "ignore_auth": True}
WORDS = {"internal": "zorblatt", "classified": "quuxandrel"}


def fixed(*parts: str) -> str:
    """A UUID that only ``parts`` decide."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


@dataclass(frozen=True)
class Hidden:
    """Identifiers and the canary word of one hidden entry."""

    grade: str

    @property
    def word(self) -> str:
        return WORDS[self.grade]

    @property
    def name(self) -> str:
        return f"{self.word}-ming-lu"

    @property
    def tag(self) -> str:
        return f"{self.word}标签"

    def id(self, kind: str = "dataset") -> str:
        """Id of the entry's dataset, resource, view, activity or harvest object."""
        return fixed(self.grade, kind)


INTERNAL, CLASSIFIED = Hidden("internal"), Hidden("classified")


@dataclass
class World:
    """Departments, readers (name to API token) and one public dataset; secrets come later."""

    readers: dict[str, str | None] = field(default_factory=dict)
    org: str = "shi-ban-shi"
    other_org: str = "shui-wu-ju"
    public: str = "gong-kai-ming-lu"
    source: str = "gong-xiang-ping-tai"
    source_id: str = ""

    def build(self) -> World:
        """Make the visible part."""
        admin = factories.Sysadmin(name="canary-admin")
        people = {
            role: factories.User(name=f"canary-{role}") for role in ("member", "editor", "other")
        }
        loner = factories.User(name="canary-loner")
        organization(self.org, "试办市数据局", {"member": "member", "editor": "editor"})
        organization(self.other_org, "试办市水务局", {"other": "editor"})
        self.readers = {"anonymous": None}
        for name, user in {**people, "loner": loner, "admin": admin}.items():
            self.readers[name] = factories.APIToken(user=user["id"])["token"]
        create(
            "public", id=fixed("public", "dataset"), name=self.public, title="公开名录",
            resources=[resource("public")], tags=[{"name": "公开标签"}],
        )  # fmt: skip
        self._source()
        return self

    def plant(self, hidden: Hidden) -> None:
        """Add a hidden entry with its word in every field that can hold one."""
        word = hidden.word
        files = [] if hidden.grade == "classified" else [resource(hidden.grade, word)]
        create(
            hidden.grade, id=hidden.id(), name=hidden.name, title=f"{word}名录",
            notes=f"{word}摘要", author=word, maintainer=word, provider_unit=f"{word}处",
            maintainer_email=f"{word}@example.org", contact_name=word, version=word,
            contact_email=f"contact@{word}.example", url=f"http://{word}.example/page",
            source_url=f"http://{word}.example/api", source_record_id=f"{word}-1",
            source_id=fixed("source", word), source_flags=[{"field": "theme", "raw": word}],
            spatial_text=word, format_other=word, no_open_basis=f"{word}条例第一条",
            no_share_basis=f"{word}条例第一条", resources=files, tags=[{"name": hidden.tag}],
            elements=[{"name": f"{word}编号", "mark": word, "type": "C", "definition": word}],
        )  # fmt: skip
        self._records(hidden)
        if files:
            helpers.call_action(
                "datastore_create", dict(ADMIN), resource_id=hidden.id("resource"), force=True,
                fields=[{"id": word, "type": "text"}], records=[{word: word}], aliases=f"a-{word}",
            )  # fmt: skip

    def _records(self, hidden: Hidden) -> None:
        """What harvest, activity and views keep of the entry, under ids known beforehand."""
        activity = Activity(
            model.User.get("canary-admin").id, hidden.id(), "changed package",
            {"package": {"id": hidden.id(), "title": hidden.word}}, labels(hidden),
        )  # fmt: skip
        activity.id = hidden.id("activity")
        model.Session.add(activity)
        if hidden.grade == "internal":
            view = model.ResourceView(
                resource_id=hidden.id("resource"), title=hidden.word, view_type="text_view", order=0
            )
            view.id = hidden.id("view")
            model.Session.add(view)
        model.Session.add(
            HarvestObject(
                id=hidden.id("harvest"), guid=hidden.word, package_id=hidden.id(), current=True,
                job=HarvestJob.get(fixed("job")), report_status="added",
                content=f'{{"title": "{hidden.word}"}}', state="COMPLETE",
            )
        )  # fmt: skip
        model.Session.commit()

    def _source(self) -> None:
        made = helpers.call_action(
            "package_create", dict(ADMIN), name=self.source, title="共享平台", type="harvest",
            url="http://platform.example", source_type="govshare", owner_org=self.org,
            frequency="MANUAL", config='{"profile": "guizhou-v1"}',
        )  # fmt: skip
        self.source_id = made["id"]
        HarvestJob(id=fixed("job"), source_id=self.source_id, status="Finished").save()


def labels(hidden: Hidden) -> list[str]:
    """The labels the plugin gives the entry now."""
    from ckan.lib.plugins import get_permission_labels

    return get_permission_labels().get_dataset_labels(model.Package.get(hidden.id()))


def organization(name: str, title: str, members: dict[str, str]) -> None:
    factories.Organization(
        id=fixed("org", name), name=name, title=title, division_code="520100",
        users=[{"name": f"canary-{who}", "capacity": role} for who, role in members.items()],
    )  # fmt: skip


def resource(key: str, word: str = "公开") -> dict[str, Any]:
    return {
        "id": fixed(key, "resource"), "name": f"{word}表", "description": word, "format": word,
        "url": f"http://files.example/{word}.csv", "kind": "link", "rights": word,
    }  # fmt: skip


def create(grade: str, **fields: Any) -> dict[str, Any]:
    """A published dataset of the first department, made as a harvest makes one."""
    basis = {"share_type": "none", "open_type": "none"} if grade != "public" else {}
    defaults = {
        "notes": "公开摘要", "owner_org": "shi-ban-shi", "grade": grade, "theme": "05",
        "status": "published", "pub_date": "2024-01-01", **basis,
    }  # fmt: skip
    return helpers.call_action("package_create", dict(ADMIN), **{**defaults, **fields})
