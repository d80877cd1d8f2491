"""A step of the stack: what it does, where its log is and what to try when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class StepError(Exception):
    """A step failed. ``remedy`` says what to try, ``log`` where the details are."""

    def __init__(self, why: str, remedy: str = "", log: Path | None = None):
        super().__init__(why)
        self.why, self.remedy, self.log = why, remedy, log


@dataclass(frozen=True)
class Step:
    """``run`` returns a word on what it did, shown to the user."""

    name: str
    run: Callable[[], str | None]
    remedy: str = ""


def run_steps(steps: Sequence[Step]) -> None:
    """Run steps in order; on a failure say which, why, which log, what to try, and exit 1."""
    for step in steps:
        started = time.monotonic()
        print(f"  {step.name} ...", end="", flush=True)
        try:
            said = step.run() or "ok"
        except StepError as error:
            fail(step, error)
        except (OSError, subprocess.SubprocessError) as error:
            fail(step, StepError(str(error)))
        else:
            print(f" {said} ({time.monotonic() - started:.1f} s)", flush=True)


def fail(step: Step, error: StepError) -> None:
    print(" FAILED", flush=True)
    print(f"\nStep   : {step.name}\nWhy    : {error.why}", file=sys.stderr)
    if error.log:
        print(f"Log    : {error.log}", file=sys.stderr)
    print(f"To try : {error.remedy or step.remedy or 'see the log'}", file=sys.stderr)
    print("Then run the same command again: what is done is not done twice.", file=sys.stderr)
    raise SystemExit(1)


def call(
    command: Sequence[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
    remedy: str = "",
) -> str:
    """Run a command to its end with its output appended to ``log``; return the output.

    Raises :class:`StepError` with the last lines of the output when it exits non-zero.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(
        list(command),
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **(env or {})},
        cwd=cwd,
        check=False,
    )
    with log.open("a", encoding="utf-8") as out:
        out.write(f"$ {command[0]} {' '.join(command[1:3])} ...\n{result.stdout}\n")
    if result.returncode:
        tail = "\n         ".join(result.stdout.strip().splitlines()[-6:])
        raise StepError(
            f"{Path(command[0]).name} exited {result.returncode}:\n         {tail}", remedy, log
        )
    return result.stdout
