"""A process that starts workers and has them killed at a chosen step: ``python -m … INI``.

It reads lines of ``UPLOAD MODULE NAME before|after``, forks a worker for each and answers with the
worker's exit code. A process of its own, because polars does not survive a fork once it was used.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(module: str, name: str, when: str) -> None:
    """Have this process killed before or after the work of a function."""
    owner: Any = import_module(module)
    *parts, last = name.split(".")
    for part in parts:
        owner = getattr(owner, part)
    original = getattr(owner, last)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            die()
        result = original(*args, **kwargs)
        die()
        return result

    setattr(owner, last, deadly)


def one(line: str, app: Any) -> int:
    upload, module, name, when = line.split()
    child = os.fork()
    if not child:
        arm(module, name, when)
        with app._wsgi_app.test_request_context():
            from ckanext.masking.gate.working import work

            work(upload)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(ini: str) -> None:
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))
    from ckan import model
    from ckan import plugins as p

    # As rq's workers do: a connection that parent and child share would outlive the child.
    model.Session.remove()
    model.meta.engine.dispose()
    for plugin in p.PluginImplementations(p.IForkObserver):
        plugin.before_fork()
    print("ready", flush=True)
    for line in sys.stdin:
        print(one(line, app), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
