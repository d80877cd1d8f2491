"""Builds the demonstration catalogue of a province from a fixed seed.

    python -m demo.catalogue --out DIR

writes ``catalogue.json``, ``towns.csv`` and ``files/<dataset>/<file>`` below DIR.  The
same seed gives the same bytes.  Topics are in ``data/topics/*.yaml``: a new topic is a
new line there.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from demo import divisions, files
from demo.datasets import datasets
from demo.departments import departments
from demo.elements import elements
from demo.model import Catalogue

DEFAULT_SEED = 20260101


def build(seed: int = DEFAULT_SEED) -> Catalogue:
    """The whole catalogue; no file is made until its bytes are asked for."""
    return Catalogue(
        departments=departments(),
        elements=tuple(elements().values()),
        datasets=datasets(seed),
        towns=divisions.towns(),
    )


def write(catalogue: Catalogue, out: Path) -> int:
    """Writes the catalogue below ``out`` and returns the number of files made."""
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(catalogue.to_dict(), ensure_ascii=False, indent=1)
    (out / "catalogue.json").write_text(text + "\n", encoding="utf-8")
    shutil.copyfile(divisions.TOWNS, out / "towns.csv")
    made = 0
    for dataset in catalogue.datasets:
        for file in dataset.files:
            path = out / "files" / dataset.id / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files.content(dataset, file))
            made += 1
    return made


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m demo.catalogue", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    options = parser.parse_args()
    catalogue = build(options.seed)
    made = write(catalogue, options.out)
    print(
        f"{len(catalogue.datasets)} datasets of {len(catalogue.departments)} departments, "
        f"{len(catalogue.elements)} elements, {made} files in {options.out}"
    )


if __name__ == "__main__":
    main()
