"""From what ended a check to its verdict and finding."""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnosis.answers import part_name
from grader.model import NO_FINDING, Exercise, Finding, Kind, Task, Verdict
from grader.outcome import Death, Died, Raised, Returned, Unsendable
from grader.sandbox.outcomes import CallFailed, describe
from grader.testing.compare import Mismatch, described

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from grader.outcome import Event

_LONGEST_DETAIL = 2000
_NONE_INSIDE = "None is in the answer where something is asked for: is a return missing?"
DOES_NOT_HOLD = "this does not hold for your answer"
Judgement = tuple[Verdict, Finding]
_TENSORFLOW_ERRORS = frozenset(
    "InvalidArgumentError OperatorNotAllowedInGraphError FailedPreconditionError ResourceExhaustedError "
    "UnimplementedError NotFoundError OutOfRangeError".split()
)
"""Errors that say more than their built-in base, which is mere Exception for most of them."""


def judge(error: BaseException | None, task: Task, exercise: Exercise, own_words: Collection[str] = ()) -> Judgement:
    """Judge a check by the exception that ended it, or None when it came to its end.

    ``own_words`` are the messages that stand in the suite's assertions word for word, without anything put into them:
    what they say may be told.

    Any exception but a failed comparison is the learner's too: the same check passes on the reference.
    """
    match error:
        case None:
            return Verdict.PASSED, NO_FINDING
        case CallFailed(outcome=Died() as died):
            return _died(died, exercise)
        case CallFailed(outcome=Unsendable() as unsendable):
            text = "the answer is too large or too deeply nested to be examined"
            return Verdict.FAILED, Finding(Kind.FORM, text, unsendable.reason)
        case CallFailed(outcome=Raised() as raised, wanted=wanted):
            verdict, finding = _raised(raised, task, exercise)
            if wanted and verdict is Verdict.RAISED:
                finding = replace(finding, text=f"{finding.text} where {wanted} is asked for")
            return verdict, finding
        case Mismatch(finding=finding):
            return Verdict.FAILED, finding
        case AssertionError():
            # The first line is the check's own message, or the assertion; pytest's explanation follows it.
            said = str(error).partition("\n")[0][:_LONGEST_DETAIL]
            told = Finding(Kind.CLAIM, said) if said in own_words else Finding(Kind.CLAIM, DOES_NOT_HOLD, said)
            return Verdict.FAILED, told
    said = f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]
    return Verdict.FAILED, Finding(Kind.FORM, _wrong_form(error), said)


def about_the_answer(text: str, error: object, events: Sequence[Event], *, public: bool) -> str:
    """Say what of the answer a finding is about, as far as what passed tells: a part of it, or that it is None."""
    part = part_name(error.got, events, public=public) if isinstance(error, Mismatch) else ""
    if part:
        return text.replace("the answer", f"{part} of the answer", 1)
    last = events[-1].outcome if events else None
    is_none = text == _NONE_INSIDE and isinstance(last, Returned) and last.value is None
    return "the answer is None: is a return missing?" if is_none else text


def _wrong_form(error: BaseException | None) -> str:
    """Say what an exception that a check's own code raised tells of the answer it was handling."""
    match error:
        case TypeError() | AttributeError() if "NoneType" in str(error):
            return _NONE_INSIDE
        case TypeError() if "cannot unpack" in str(error):
            return "the answer should hold several items, and holds none"
        case ValueError() if "values to unpack" in str(error):
            return "the answer does not hold as many items as it should"
        case AttributeError() if error.obj is not None:
            return f"{error.name!r} is asked of the answer, which is {described(error.obj)}"
        case KeyError():
            return "the answer does not have an entry that it should have"
        case IndexError():
            return "the answer holds fewer items than it should"
    return "the answer has the wrong form"


def _died(died: Died, exercise: Exercise) -> Judgement:
    limit = exercise.limits.check_cpu_s
    if died.reason is Death.CPU:
        text = f"still running after {limit:g} s of processor time: is there a loop that never ends?"
        return Verdict.TIMED_OUT, Finding(Kind.TIME, text)
    if died.reason is Death.WALL:
        return Verdict.TIMED_OUT, Finding(Kind.TIME, f"no answer after {5 * limit:g} s: does it wait for something?")
    if died.reason in (Death.MEMORY, Death.THREADS, Death.DISK):
        return Verdict.CRASHED, Finding(Kind.DEATH, f"it used more {died.reason} than it may")
    return Verdict.CRASHED, Finding(Kind.DEATH, "the process that ran your code ended without an answer", died.detail)


def _raised(raised: Raised, task: Task, exercise: Exercise) -> Judgement:
    if raised.type == "NotImplementedError":
        owner = exercise.task_of(raised.innermost.partition(".")[0])
        if owner == task:
            return Verdict.MISSING, Finding(Kind.MISSING, "not written yet")
        if owner is not None:
            name = raised.innermost.partition(".")[0]
            return Verdict.RAISED, Finding(Kind.RAISED, f"it needs {name}, which is not written yet")
    line = raised.frames[-1].line if raised.frames else None
    is_none = raised.type in ("TypeError", "AttributeError") and "NoneType" in raised.message
    asked = ": something is None there, as what a function gives that misses its return" if is_none else ""
    return Verdict.RAISED, Finding(Kind.RAISED, f"{_known_name(raised)} is raised{asked}", describe(raised), line)


def _known_name(raised: Raised) -> str:
    """Name the exception if TensorFlow has it, else its nearest built-in class: other names are the learner's text."""
    if raised.type in _TENSORFLOW_ERRORS:
        return raised.type
    known = next((base for base in raised.bases if _is_exception(base)), "")
    if not known:
        return "an exception of its own kind"
    return known if known == raised.type else f"an exception of its own kind ({known})"


def _is_exception(name: str) -> bool:
    value = getattr(builtins, name, None)
    return isinstance(value, type) and issubclass(value, BaseException)
