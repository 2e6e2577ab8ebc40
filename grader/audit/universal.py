"""Universal mistakes: what every exercise invites, as wrappers around a right answer."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from grader.audit.findings import Defect
from grader.audit.messages import Trial
from grader.source.definitions import Function, definitions, splice_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.audit.laboratory import Laboratory
    from grader.audit.subject import Audited
    from grader.source.definitions import Definition

_ANSWERS = {
    "transposed": "return part.T if isinstance(part, np.ndarray) and part.ndim > 1 else part",
    "a column for a vector": "return part[:, None] if isinstance(part, np.ndarray) and part.ndim == 1 else part",
    "axes of length one dropped": "return np.squeeze(part) if isinstance(part, np.ndarray) else part",
    "a list for an array": "return part.tolist() if isinstance(part, np.ndarray) else part",
    "an array for a number": "return np.array([part]) if isinstance(part, (float, np.floating)) else part",
    "cut to whole numbers": """\
if isinstance(part, np.ndarray) and part.dtype.kind == "f":
    return np.nan_to_num(part).astype(int)
return int(part) if isinstance(part, (float, np.floating)) and np.isfinite(part) else part""",
    "rounded to three decimals": """\
return np.round(part, 3) if isinstance(part, (np.ndarray, float, np.floating)) else part""",
    "in single precision": """\
if isinstance(part, np.ndarray) and part.dtype == np.float64:
    return part.astype(np.float32)
return np.float32(part) if isinstance(part, (float, np.floating)) else part""",
}
"""Name → what becomes of each part of an answer."""
_CALLS = {
    "its first array modified": """\
answer = original(*args, **kwargs)
arrays = [one for one in args if isinstance(one, np.ndarray) and one.size and one.dtype.kind in "fiu"]
for array in arrays[:1]:
    array += 1
return answer""",
    "drawn from the global random state": """\
def drawn(value):
    known = isinstance(value, np.random.Generator)
    return np.random.default_rng(np.random.randint(1 << 30)) if known else value
return original(*map(drawn, args), **{name: drawn(value) for name, value in kwargs.items()})""",
}
"""Name → what becomes of a call."""
UNIVERSAL = (*_ANSWERS, *_CALLS)
_OF_ANSWERS = """\
def every(part):
    if isinstance(part, (tuple, list)) and type(part) in (tuple, list):
        return type(part)(map(every, part))
    if type(part) is dict:
        return {{key: every(value) for key, value in part.items()}}
{body}
return every(original(*args, **kwargs))"""


class Universal:
    """The universal mistakes of an exercise's functions: those that apply are to be caught.

    One applies where it changes what passes between the reference and a check of its task at all. ``applied`` has
    their names by task.
    """

    def __init__(self, audited: Audited, laboratory: Laboratory) -> None:
        self.applied: dict[str, list[str]] = {task.id: [] for task in audited.exercise.tasks}
        self.defects: list[Defect] = []
        self._audited = audited
        self._laboratory = laboratory
        self._trials = tuple(self._made())

    @property
    def size(self) -> int:
        """How many steps there are."""
        return len(self._trials)

    def examine(self, step: Callable[[object], None]) -> None:
        """Try all; those that apply and pass every check of their task are defects."""
        tasks = {trial.name: task for task, trial in self._trials}
        applied = set()
        for trial, seen in self._laboratory.results(trial for _, trial in self._trials):
            step(trial)
            caught = any(not one.passed for one in seen.values())
            gaps = {check: one.gap for check, one in seen.items() if one.gap.width}
            if caught or gaps:
                applied.add(trial.name)
            if gaps and not caught:
                check = max(gaps, key=lambda name: gaps[name].width)
                what = f"no check fails for {trial.name}; closest is {check}: {gaps[check]}"
                fix = "Add a check of type, shape, dtype, values or purity that catches it."
                self.defects.append(Defect(self._audited.place("test_hidden.py"), what, fix))
        for name, task in tasks.items():
            if name in applied:
                self.applied[task].append(name)

    def _made(self) -> Iterator[tuple[str, Trial]]:
        known = definitions(self._audited.solution)
        for task in self._audited.exercise.tasks:
            for name in (name for name in task.names if isinstance(known[name].node, Function)):
                for kind in UNIVERSAL:
                    source = with_universal(self._audited.solution, known[name], kind)
                    checks = self._audited.checks_of(task.id)
                    trial = Trial(f"{name}: {kind}", source, checks, fail_fast=True, beside=self._audited.solution)
                    yield task.id, trial


def with_universal(source: str, function: Definition, kind: str) -> str:
    """Return a module in which one of its functions makes one universal mistake."""
    name = function.qualname
    body = _CALLS.get(kind) or _OF_ANSWERS.format(body=indent(_ANSWERS.get(kind, ""), " " * 4))
    inner = indent(f"import numpy as np\noriginal = right_{name}\n{body}", " " * 4)
    # Under a name of its own: what it calls is not what the function itself calls, and no loop in disguise.
    wrapper = f"def wrong_{name}(*args, **kwargs):\n{inner}"
    parts = (function.text, f"right_{name} = {name}", wrapper, f"{name} = wrong_{name}")
    return splice_at(source, function, "\n\n\n".join(parts))
