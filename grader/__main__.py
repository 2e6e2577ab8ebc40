"""``python -m grader`` and the ``grader`` command."""

from __future__ import annotations

import signal
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

from grader.cli import cli

if TYPE_CHECKING:
    from types import FrameType

_OUR_FAULT = 4


def main() -> NoReturn:
    """Run the command line; every way out is one of its documented exit codes."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character gets an escape, never a traceback.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, _terminate)
    try:
        cli(prog_name="grader")
    except Exception:  # noqa: BLE001 – an uncaught fault would exit with 1, which means "not all passed"
        traceback.print_exc()
        sys.stderr.write("grader: this is a fault of the grader; please report it with the lines above\n")
    sys.exit(_OUR_FAULT)


def _terminate(signum: int, _: FrameType | None) -> NoReturn:
    """Leave by an exception, so that processes are ended and unfinished files removed on the way."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    main()
