"""A shape trace laid out for a terminal: each line that ran, and below it the names it set with their forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.diagnosis.steps import Cut, Graph, Rounds, Step, Stopped
from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.console import cells, open_console, put, written
from grader.reporting.terminal import COLUMN, put_check, put_remarks
from grader.reporting.text import inline, plain, source_lines
from grader.source.cells import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.diagnosis.steps import AnyStep, Trace
    from grader.model import Cell

_DEEPER = 4
_BETWEEN_ITEMS = re.compile(r", (?![^(\[{]*[)\]}])")
"""A comma between items, not inside a shape: no bracket is closed behind it before one is opened."""
_SYMBOLIC = (
    "{} is traced by TensorFlow into a graph: its values are symbolic, they have shapes and no numbers yet, and its "
    "lines do not run one by one. To follow them, take @tf.function away for a while."
)
_WHAT_SYMBOLIC = "Symbolic tensors: TensorFlow is building a graph here; they have shapes and no numbers yet."
_RAISED_LATER = "This call raises nothing: what the check found comes after it, perhaps where the answer is used."
_STOPPED = "stopped here, in {}{}: the call goes on for too long, in the check too.{}"
_LET_GO = "stopped here, in {}{}: to follow more of it would take too long. The check lets the call go on."


def render_trace(trace: Trace, width: int = 80, *, colour: bool = False, again: str = "", onward: str = "") -> str:
    """Lay a trace out in ``width`` columns: the check with its finding, the call, its steps, and what to do next.

    Args:
        trace: the call.
        width: columns to fill.
        colour: whether to repeat in colour what the words say.
        again: the command that checks the task, once it is mended; by default as from the exercise's folder.
        onward: the line that ends the trace of a check that passes; by default it says to check all tasks.
    """
    console = open_console(width, colour=colour)
    lines = source_lines(trace.source)
    put(console, f"{inline(trace.name or wording.names(trace.task))}, followed line by line", "bold")
    console.print()
    put_check(console, trace.result, lines, trace.cells, own=True)
    if trace.call and (trace.call != trace.result.finding.call or not wording.finding_text(trace.result)):
        put(console, f"call followed: {inline(trace.call)}", indent=COLUMN, hang=2)
    console.print()
    if trace.steps:
        _explain_labels(console, trace)
        _steps(console, trace, lines)
        if trace.result.verdict is Verdict.RAISED and not _raises(trace.steps):
            put(console, _RAISED_LATER)
    else:
        put(console, _why_nothing(trace))
    put_remarks(console, trace.remarks)
    console.print()
    return f"{written(console)}{_last_line(trace, again, onward)}\n"  # not wrapped: it ends with a command to copy


def _raises(steps: Sequence[AnyStep]) -> bool:
    return any(isinstance(step, Step | Stopped) and getattr(step, "raised", True) for step in steps)


def _explain_labels(console: Console, trace: Trace) -> None:
    """Say once how a line of a notebook's file is told; ``In[7]:12``, of a kernel's cell, tells itself."""
    line = next((step.line for step in trace.steps or () if isinstance(step, Step)), 0)
    label = _label(line, trace.cells)
    if label[0].isdigit() and ":" in label:
        put(console, f"{label} is {place(line, trace.cells)}.", "dim")
        console.print()


def _steps(console: Console, trace: Trace, lines: Sequence[str]) -> None:
    steps = trace.steps or ()
    labels = {step.line: _label(step.line, trace.cells) for step in steps if isinstance(step, Step)}
    column = max([len(label) for label in labels.values()], default=1) + 2
    for step in steps:
        if isinstance(step, Step):
            back = f"back in {place(step.line, trace.cells)}" if step.back else ""
            _step(console, step, labels[step.line].rjust(column), _own(lines, step.line), back)
        else:
            margin = column + 2 + _DEEPER * getattr(step, "depth", 0)
            put(console, inline(_aside(step, trace)), "dim", indent=margin, hang=2)
    if any("symbolic" in form for step in steps if isinstance(step, Step) for _, form in step.changes):
        put(console, _WHAT_SYMBOLIC)


def _step(console: Console, step: Step, label: str, own: str, back: str) -> None:
    """Print a line that ran, or that the call is ``back`` in it, and below it what came of it."""
    from rich.text import Text

    indent = " " * (_DEEPER * step.depth)
    said = f"{' ' * len(label)}  {indent}{' ' * _leading(own)}{back}" if back else f"{label}  {indent}{own}"
    line = Text(said)
    line.truncate(console.width, overflow="ellipsis")
    if step.raised:
        line.stylize("bold red")
    console.print(line)
    margin = len(label) + 2 + len(indent) + _leading(own) + 2 * _DEEPER
    for text in _notes(step):
        _note(console, inline(text), "cyan", margin)
    if step.raised:
        said = f"passed on {step.raised.partition(':')[0]}" if step.passed_on else f"raised {step.raised}"
        put(console, inline(said), "red", indent=margin, hang=_DEEPER)


def _notes(step: Step) -> Iterator[str]:
    yield from (f"{name}: {form}" for name, form in step.changes)
    if step.returned:
        yield f"returned {step.returned}"


def _note(console: Console, text: str, style: str, margin: int) -> None:
    """Print a form, wrapped where a comma parts the items of a collection: a shape stays in one line."""
    line, *items = _BETWEEN_ITEMS.split(text)
    for item in items:
        if cells(f"{line}, {item},") > console.width - margin - _DEEPER:
            put(console, f"{line},", style, indent=margin, hang=_DEEPER)
            line = " " * _DEEPER + item
        else:
            line = f"{line}, {item}"
    put(console, line, style, indent=margin, hang=_DEEPER)


def _aside(step: AnyStep, trace: Trace) -> str:
    match step:
        case Rounds(line=line, left_out=count):
            return f"… {count} more {'round' if count == 1 else 'rounds'} of the loop in {place(line, trace.cells)}"
        case Graph(function=function):
            return _SYMBOLIC.format(function)
        case Cut(left_out=count):
            return f"… {count} more lines"
        case Stopped():
            return _stopped(step, trace)
    return ""


def _stopped(step: Stopped, trace: Trace) -> str:
    """Say where a call was ended, and that this is our doing where the check has time for it."""
    turn = f"round {step.round} of " if step.round else ""
    loop = f", in {turn}the loop in {place(step.loop, trace.cells)}" if step.loop else ""
    where = place(step.line, trace.cells), loop
    if trace.result.verdict is not Verdict.TIMED_OUT:
        return _LET_GO.format(*where)
    return _STOPPED.format(*where, " Does this loop come to its end?" if step.loop else "")


def _last_line(trace: Trace, again: str, onward: str) -> str:
    """Say what to do next: of a check that passes there is nothing to mend."""
    if trace.result.verdict is Verdict.PASSED:
        return plain(onward or "Next: grader check")
    before = "write" if trace.result.verdict is Verdict.MISSING and not wording.is_unread(trace.result) else "mend"
    return f"Next: {before} it, then: {inline(again or wording.check_command(trace.name or trace.task.names[0]))}"


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
