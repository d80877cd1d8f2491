"""API actions of the extension, and those of others that go through the gate."""

from __future__ import annotations

import ckan.plugins as p
from ckan.types import Action

from . import audit, grant, loaders, review, rows, site, upload, wording


def get_actions() -> dict[str, Action]:
    """Actions by name; each is reachable over HTTP."""
    own = (
        audit.masking_audit_export,
        audit.masking_audit_list,
        grant.masking_grant_create,
        grant.masking_grant_list,
        grant.masking_grant_revoke,
        grant.masking_grant_show,
        grant.masking_grant_update,
        loaders.file_create,
        review.masking_review_list,
        review.masking_review_preview,
        review.masking_review_show,
        review.masking_sent_list,
        site.masking_scan_list,
        upload.masking_upload_approve,
        upload.masking_upload_discard,
        upload.masking_upload_list,
        upload.masking_upload_retry,
        upload.masking_upload_return,
        upload.masking_upload_show,
        wording.package_create,
        wording.package_update,
        wording.resource_create,
        wording.resource_update,
    )
    found: dict[str, Action] = {action.__name__: action for action in own}
    if p.plugin_loaded("datastore"):
        found |= {"datastore_create": rows.datastore_create}
        found |= {"datastore_upsert": rows.datastore_upsert}
        from . import reading

        found |= {"datastore_search": reading.datastore_search}
        found |= {"datastore_delete": reading.datastore_delete}
    for plugin, action in loaders.by_plugin().items():
        if p.plugin_loaded(plugin):
            found[action.__name__] = action
    return found
