"""A terminal taken over for a while: another screen than the one with the user's history, and keys as they are hit."""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
from typing import TYPE_CHECKING

from grader.cli.screen import WIDEST

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType, TracebackType
    from typing import Any, Self

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
ESCAPE = "\x1b"
_MOST_KEYS = 64


def possible() -> bool:
    """Return whether there is a terminal to take over, at both ends."""
    here = sys.stdin.isatty() and sys.stdout.isatty()
    return here and os.environ.get("TERM") not in (None, "", "dumb") and not os.environ.get("CI") and _has_modes()


def _has_modes() -> bool:
    try:
        import termios  # noqa: F401 – POSIX alone has it
    except ImportError:
        return False
    return True


class FullScreen:
    """The terminal while it is ours; as a context manager it gives everything back, however it is left.

    A signal that ends the program ends it by ``SystemExit``, and stopping it (Ctrl-Z) shows the user's own screen.
    """

    def __init__(self) -> None:
        self.taken = 0
        """How often the terminal was taken: when this changes, what was drawn is gone."""
        self._before: Any = None
        self._handlers: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._handlers = {number: signal.signal(number, _leave) for number in (signal.SIGTERM, signal.SIGHUP)}
        self._handlers[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._stop)
        self._take()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._give_back()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines, as they are now: what the environment says may be of another window."""
        try:
            return os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            return shutil.get_terminal_size((80, 24))

    @property
    def width(self) -> int:
        """Columns to fill; longer lines are harder to read, however wide the window is."""
        return min(self.size[0], WIDEST)

    def draw(self, lines: Iterable[str]) -> None:
        """Show lines from the top, in one go; what was there before is gone."""
        height = self.size[1]
        filled = [*lines, *[""] * height][:height]
        # Each line is cleared first: clearing what follows the last column would take its character along.
        self._write("\x1b[H" + "\r\n".join(f"\x1b[2K{line}" for line in filled))

    def keys(self, wait_s: float) -> str:
        """Return the keys hit, waiting up to ``wait_s`` for the first; an escape sequence (an arrow, say) is none.

        The Escape key by itself is one.
        """
        if not select.select([sys.stdin], [], [], wait_s)[0]:
            return ""
        typed = os.read(sys.stdin.fileno(), _MOST_KEYS).decode(errors="replace")
        return "" if typed.startswith(ESCAPE) and typed != ESCAPE else typed or "q"

    def _take(self) -> None:
        import termios
        import tty

        self._before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        self._write(_ENTER)
        self.taken += 1

    def _give_back(self) -> None:
        import termios

        self._write(_LEAVE)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 – a signal handler's signature
        self._give_back()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._take()

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 – a signal handler's signature
    raise SystemExit(128 + number)
