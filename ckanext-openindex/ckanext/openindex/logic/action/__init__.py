"""API actions of the extension."""

from __future__ import annotations

from ckan.types import Action

from . import apps, explain, feedback, lists, methodology, show


def get_actions() -> dict[str, Action]:
    """Actions by name; each is reachable over HTTP."""
    own = (
        apps.openindex_app_create,
        apps.openindex_app_decide,
        apps.openindex_app_list,
        explain.openindex_advice,
        explain.openindex_explain,
        feedback.openindex_rating_create,
        feedback.openindex_rating_show,
        feedback.openindex_request_answer,
        feedback.openindex_request_create,
        feedback.openindex_request_list,
        lists.openindex_dataset_list,
        lists.openindex_node_list,
        lists.openindex_ranking,
        methodology.openindex_methodology_show,
        show.openindex_history,
        show.openindex_show,
    )
    return {action.__name__: action for action in own}
