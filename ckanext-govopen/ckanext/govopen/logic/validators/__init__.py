"""Validators of the catalogue's forms: thin; what they decide is in ``domain`` and ``adapters``.

They run for every record of a bulk harvest, so vocabularies are read once per process and the
database is asked only about what has changed.
"""

from .names import govopen_name, govopen_name_free, govopen_org_name
from .organization import (
    govopen_fill_from_department,
    govopen_owner_org,
    govopen_parent_org,
)
from .place import govopen_place, govopen_stored_only
from .record import (
    govopen_grade,
    govopen_keep,
    govopen_private,
    govopen_res_code,
    govopen_status,
    govopen_subcatalogue,
)
from .rules import govopen_drop_blank_elements, govopen_rules
from .values import (
    govopen_date,
    govopen_division,
    govopen_flag,
    govopen_geojson,
    govopen_json_list,
    govopen_number,
    govopen_uscc,
)
from .vocabulary import govopen_vocabulary

__all__ = [
    "govopen_date",
    "govopen_division",
    "govopen_drop_blank_elements",
    "govopen_fill_from_department",
    "govopen_flag",
    "govopen_geojson",
    "govopen_grade",
    "govopen_json_list",
    "govopen_keep",
    "govopen_name",
    "govopen_name_free",
    "govopen_number",
    "govopen_org_name",
    "govopen_owner_org",
    "govopen_parent_org",
    "govopen_place",
    "govopen_private",
    "govopen_res_code",
    "govopen_rules",
    "govopen_status",
    "govopen_stored_only",
    "govopen_subcatalogue",
    "govopen_uscc",
    "govopen_vocabulary",
]
