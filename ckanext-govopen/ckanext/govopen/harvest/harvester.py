"""The ``govshare`` source type of ckanext-harvest.

Its three stages do what the workers of :mod:`.work` do, one object at a time, so ckanext-harvest's
commands, queues and pages work as with any other source type.
"""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.interfaces import IHarvester
from ckanext.harvest.model import HarvestJob, HarvestObject
from govopen_common.problem import Rejected

from . import run as runs
from . import states
from .gather import Gatherer
from .importing import Importer
from .settings import read_settings
from .source import TYPE, open_source, profile_of
from .tasks import last_pass


class GatherFailed(Exception):
    """The list could not be had, or lost too much; the job says why."""


class GovshareHarvester(p.SingletonPlugin):
    p.implements(IHarvester)

    def info(self) -> dict[str, Any]:
        return {
            "name": TYPE,
            "title": "政务数据共享平台 / Government data sharing platform",
            "description": "A platform described by a profile in YAML",
            "form_config_interface": "Text",
        }

    def validate_config(self, config: str) -> str:
        """The configuration as it is to be stored. Raises ValueError with every fault."""
        try:
            profile_of(read_settings(config))
        except Rejected as error:
            words = [f"{one.field}: {one.zh} / {one.en}" for one in error.problems]
            raise ValueError("; ".join(words)) from error
        return json.dumps(json.loads(config), ensure_ascii=False, indent=2)

    def get_original_url(self, harvest_object_id: str) -> str | None:
        """The record's page on its platform, as the dataset has it, or the platform's address."""
        harvested = HarvestObject.get(harvest_object_id)
        if harvested is None:
            return None
        extras = (harvested.package.extras or {}) if harvested.package else {}
        return extras.get("source_url") or harvested.source.url

    def gather_stage(self, harvest_job: HarvestJob) -> list[str]:
        """Store an object for each record of the list; their ids."""
        job_id = harvest_job.id
        runs.begin(job_id, harvest_job.source_id, mode=states.QUEUE)
        source = open_source(harvest_job.source)
        try:
            Gatherer(source, job_id, states.WAITING).gather()
        finally:
            source.close()
        run = runs.load(job_id)
        if run.error:
            raise GatherFailed(run.error)
        query = model.Session.query(HarvestObject.id).filter_by(
            harvest_job_id=job_id, state=states.WAITING
        )
        return [row.id for row in query.order_by(HarvestObject.gathered)]

    def fetch_stage(self, harvest_object: HarvestObject) -> bool:
        """Store the raw record; the import stage says what became of it."""
        return True

    def import_stage(self, harvest_object: HarvestObject) -> bool | str:
        """Fetch, check and write one record; ``unchanged`` when there was nothing to write."""
        source = open_source(harvest_object.source)
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        object_id, job_id = harvest_object.id, harvest_object.harvest_job_id
        importer = Importer(source, job_id, user, beat=runs.Heart(job_id).beat)
        importer.last = last_pass(source, job_id, accept_loss=False)
        try:
            harvest_object.state = states.GATHERED
            harvest_object.save()
            tasks = importer.run([object_id])
        finally:
            source.close()
        model.Session.refresh(harvest_object)
        if any(task.fault for task in tasks):
            return False
        return "unchanged" if harvest_object.report_status == states.UNMODIFIED else True
