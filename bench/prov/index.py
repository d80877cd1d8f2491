"""Indexes a share of the datasets: ``python -m bench.prov.index SHARE OF``; one process a share."""

from __future__ import annotations

import os
import sys

import sqlalchemy as sa
from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.lib.search import commit, rebuild


def main(share: int, of: int) -> int:
    """Index every ``of``-th dataset from the ``share``-th on; returns how many these are."""
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    with app._wsgi_app.test_request_context():
        query = sa.select(model.Package.id).order_by(model.Package.id)
        ids = list(model.Session.scalars(query))[share::of]
        rebuild(package_ids=ids, defer_commit=True, quiet=True)
        commit()
    return len(ids)


if __name__ == "__main__":
    print(main(int(sys.argv[1]), int(sys.argv[2])))
