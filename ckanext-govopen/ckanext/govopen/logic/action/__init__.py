"""API actions of the extension; each name listed here is reachable over HTTP."""

from . import closed
from .element import (
    govopen_element_autocomplete,
    govopen_element_datasets,
    govopen_element_list,
    govopen_element_show,
)
from .element_edit import (
    govopen_element_create,
    govopen_element_merge,
    govopen_element_update,
)
from .importing import govopen_dataset_import, govopen_dataset_template
from .node import (
    govopen_node_list,
    govopen_node_show,
    govopen_node_tree,
)
from .node_edit import (
    govopen_node_create,
    govopen_node_merge,
    govopen_node_move,
    govopen_node_restore,
    govopen_node_retire,
    govopen_node_update,
)
from .node_file import (
    govopen_node_export,
    govopen_node_import,
)
from .publication import (
    govopen_dataset_publish,
    govopen_dataset_restore,
    govopen_dataset_return,
    govopen_dataset_submit,
    govopen_dataset_withdraw,
)
from .receive import govopen_dataset_receive
from .submission import (
    govopen_submission_list,
    govopen_submission_show,
)
from .submission_edit import (
    govopen_submission_create,
    govopen_submission_decide,
    govopen_submission_merge,
    govopen_submission_resubmit,
    govopen_submission_return,
    govopen_submission_withdraw,
)

__all__ = [
    *closed.ACTIONS,
    "govopen_dataset_import",
    "govopen_dataset_publish",
    "govopen_dataset_receive",
    "govopen_dataset_restore",
    "govopen_dataset_return",
    "govopen_dataset_submit",
    "govopen_dataset_template",
    "govopen_dataset_withdraw",
    "govopen_element_autocomplete",
    "govopen_element_create",
    "govopen_element_datasets",
    "govopen_element_list",
    "govopen_element_merge",
    "govopen_element_show",
    "govopen_element_update",
    "govopen_node_create",
    "govopen_node_export",
    "govopen_node_import",
    "govopen_node_list",
    "govopen_node_merge",
    "govopen_node_move",
    "govopen_node_restore",
    "govopen_node_retire",
    "govopen_node_show",
    "govopen_node_tree",
    "govopen_node_update",
    "govopen_submission_create",
    "govopen_submission_decide",
    "govopen_submission_list",
    "govopen_submission_merge",
    "govopen_submission_resubmit",
    "govopen_submission_return",
    "govopen_submission_show",
    "govopen_submission_withdraw",
]

globals().update(closed.ACTIONS)
