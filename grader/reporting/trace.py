"""A shape trace laid out for a terminal: each line that ran, and below it the names it set with their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnosis.steps import Cut, Graph, Rounds, Step, Stopped
from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.console import open_console, put, put_beside, written
from grader.reporting.text import inline, source_lines
from grader.source.cells import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.diagnosis.steps import AnyStep, Trace
    from grader.model import Cell

_COLUMN = 12
_DEEPER = 4
_SYMBOLIC = (
    "{} is traced by TensorFlow into a graph: its values are symbolic, they have shapes and no numbers yet, and its "
    "lines do not run one by one. To follow them, take @tf.function away for a while."
)
_WHAT_SYMBOLIC = "Symbolic tensors: TensorFlow is building a graph here; they have shapes and no numbers yet."
_STOPPED = "stopped here: the call goes on for too long. Does each loop come to its end?"


def render_trace(trace: Trace, width: int = 80, *, colour: bool = False, check: str = "grader check --task") -> str:
    """Lay a trace out in ``width`` columns: the check, the call, its steps, and what to do next.

    ``check`` is the command that, with a task's name behind it, checks the task.
    """
    console = open_console(width, colour=colour)
    put(console, f"{inline(trace.name or wording.names(trace.task))}, followed line by line", "bold")
    console.print()
    style = "green" if trace.result.verdict is Verdict.PASSED else "red"
    sentence = inline(trace.result.check.sentence)
    put_beside(console, wording.VERDICTS[trace.result.verdict], style, f"{sentence} (visible)", _COLUMN)
    if wording.finding_text(trace.result):
        put(console, f"→ {inline(wording.finding_text(trace.result))}", indent=_COLUMN, hang=2)
    if trace.call:
        put(console, f"the call {inline(trace.call)}", indent=_COLUMN, hang=2)
    console.print()
    if trace.steps:
        _steps(console, trace.steps, source_lines(trace.source), trace.cells)
        if any("symbolic" in form for step in trace.steps if isinstance(step, Step) for _, form in step.changes):
            put(console, _WHAT_SYMBOLIC)
    else:
        put(console, _why_nothing(trace))
    console.print()
    put(console, f"Next: {_first(trace)}{check} {inline(trace.name or trace.task.names[0])}")
    return written(console)


def _steps(console: Console, steps: Sequence[AnyStep], lines: Sequence[str], cells: Sequence[Cell]) -> None:
    labels = {step.line: _label(step.line, cells) for step in steps if isinstance(step, Step)}
    column = max([len(label) for label in labels.values()], default=1) + 2
    for step in steps:
        if isinstance(step, Step):
            _step(console, step, labels[step.line].rjust(column), _own(lines, step.line))
        else:
            margin = column + 2 + _DEEPER * getattr(step, "depth", 0)
            put(console, inline(_aside(step, cells)), "dim", indent=margin, hang=2)


def _step(console: Console, step: Step, label: str, own: str) -> None:
    from rich.text import Text

    indent = " " * (_DEEPER * step.depth)
    line = Text(f"{label}  {indent}{own}")
    line.truncate(console.width, overflow="ellipsis")
    if step.raised:
        line.stylize("bold red")
    console.print(line)
    margin = len(label) + 2 + len(indent) + _leading(own) + 2 * _DEEPER
    for text in _notes(step):
        put(console, inline(text), "red" if text.startswith("raised") else "cyan", indent=margin, hang=_DEEPER)


def _notes(step: Step) -> Iterator[str]:
    yield from (f"{name}: {form}" for name, form in step.changes)
    if step.raised:
        yield f"passed on {step.raised.partition(':')[0]}" if step.passed_on else f"raised {step.raised}"
    if step.returned:
        yield f"returned {step.returned}"


def _aside(step: AnyStep, cells: Sequence[Cell]) -> str:
    match step:
        case Rounds(line=line, left_out=count):
            return f"… {count} more {'round' if count == 1 else 'rounds'} of the loop in {place(line, cells)}"
        case Graph(function=function):
            return _SYMBOLIC.format(function)
        case Cut(left_out=count):
            return f"… {count} more lines"
        case Stopped():
            return _STOPPED
    return ""


def _first(trace: Trace) -> str:
    """Say what to do before the next check."""
    if trace.result.verdict is Verdict.MISSING and not wording.is_unread(trace.result):
        return "write it, then: "
    return "" if trace.result.verdict is Verdict.PASSED else "mend it, then: "


def _why_nothing(trace: Trace) -> str:
    """Say why there are no steps."""
    if wording.is_unread(trace.result):
        return "There is nothing to follow until it can be read."
    if trace.result.verdict is Verdict.MISSING:
        return "There is nothing to follow yet: the task is not written."
    if trace.steps is None:
        return "The call could not be followed: it ended the process it ran in, or took too long."
    return "No line of your file ran in this call."


def _label(line: int, cells: Sequence[Cell]) -> str:
    """Return a line's number, in a notebook after its cell's: ``7:12``."""
    return place(line, cells).removeprefix("cell ").removeprefix("line ").replace(", line ", ":")


def _own(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].expandtabs(4).rstrip() if number <= len(lines) else ""


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
