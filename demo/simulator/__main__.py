"""The simulator's command line: ``python -m demo.simulator --port 5055``.

``--records FILE --family A0`` serves a crawler's JSON Lines in a family's form;
``--synthetic N --family M`` serves N records made on the fly; ``--mount NAME=FAMILY:SOURCE``
adds a platform beside the others, with ``builtin``, ``synthetic:N`` or a file as SOURCE.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from demo.simulator import Simulator
from demo.simulator.families import families
from demo.simulator.sources import Builtin, Folder, JsonLines, Source, Synthetic


def main() -> None:
    """Parses the options and serves until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m demo.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument(
        "--data", default="builtin", help="builtin, or a folder of python -m demo.catalogue"
    )
    parser.add_argument(
        "--records", type=Path, action="append", default=[], help="JSON Lines, with --family"
    )
    parser.add_argument(
        "--synthetic", type=int, help="serve this many made-up records, with --family"
    )
    parser.add_argument("--family", action="append", default=[], choices=sorted(families()))
    parser.add_argument("--mount", action="append", default=[], metavar="NAME=FAMILY:SOURCE")
    parser.add_argument(
        "--tls", action="store_true", help="also serve https with a self-signed certificate"
    )
    options = parser.parse_args()
    mounts: dict[str, tuple[str, Source]] = {}
    if len(options.family) != len(options.records) + (options.synthetic is not None):
        parser.error("give one --family for each --records and for --synthetic")
    for family, path in zip(options.family, options.records, strict=False):
        mounts[family] = (family, JsonLines(path))
    if options.synthetic is not None:
        mounts[options.family[-1]] = (options.family[-1], Synthetic(options.synthetic))
    for text in options.mount:
        name, family, source = _mount(text, parser)
        mounts[name] = (family, source)
    default = Builtin() if options.data == "builtin" else Folder(Path(options.data))
    simulator = Simulator(mounts, default, options.host, options.port, tls=options.tls)
    print(f"simulator: {simulator.url()} with {', '.join(sorted(simulator.mounts))}", flush=True)
    try:
        simulator.serve_forever()
    except KeyboardInterrupt:
        print("simulator: stopped")


def _mount(text: str, parser: argparse.ArgumentParser) -> tuple[str, str, Source]:
    name, _, rest = text.partition("=")
    family, _, source = rest.partition(":")
    if family not in families() or not source:
        parser.error(
            f"--mount {text}: want NAME=FAMILY:SOURCE, "
            f"the family out of {', '.join(sorted(families()))}"
        )
    if source == "builtin":
        return name, family, Builtin()
    if source.startswith("synthetic:"):
        return name, family, Synthetic(int(source.removeprefix("synthetic:")))
    return name, family, JsonLines(Path(source))


if __name__ == "__main__":
    main()
