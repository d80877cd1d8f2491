"""Actions of CKAN and its extensions that would tell of datasets a reader may not see, closed.

Each is chained to the original, so that other extensions' chains keep working. ``ACTIONS`` maps
names to functions; a module for each noun keeps its own list.
"""

from . import activity, dcat, door, harvest, people, search, tag

ACTIONS = {
    name: function
    for module in (activity, dcat, door, harvest, people, search, tag)
    for name, function in module.ACTIONS.items()
}
