"""``python3 -m stack COMMAND``: the commands behind the Makefile."""

from __future__ import annotations

import sys

from . import cloud, commands, doctor


def main() -> None:
    actions = {
        "up": commands.up,
        "down": commands.down,
        "doctor": doctor.doctor,
        "test-services": commands.test_services,
        "test-cloud": cloud.test,
    }
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in actions:
        raise SystemExit(f"usage: python3 -m stack {'|'.join(actions)}")
    actions[name]()


if __name__ == "__main__":
    main()
