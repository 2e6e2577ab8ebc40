"""The nouns of the house, as frozen dataclasses; everything else in ``grader`` speaks in them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 – msgspec reads the annotations when it decodes
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path  # noqa: TC003 – the same

REPORT_SCHEMA = "grader/report/v1"
EXERCISE_SCHEMA = "grader/exercise/v1"
LARGEST_HAND_IN = 1 << 17
"""Bytes the code of a hand-in may have. A module written by hand has a tenth; Python's parser takes seconds for a
hostile one."""
LARGEST_NOTEBOOK = 1 << 26
"""Bytes a notebook, or a zip, may have: pictures among the outputs make tens of megabytes of some hundred lines."""
PUBLIC_SHARE = 0.3
"""The largest part of a task's points that public checks may carry."""


class Framework(StrEnum):
    """What a worker has imported before a submission is loaded."""

    NUMPY = "numpy"
    TENSORFLOW = "tensorflow"


class Visibility(StrEnum):
    """Whether a check's source reaches the learner."""

    PUBLIC = "public"
    HIDDEN = "hidden"


class Verdict(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    """The answer is wrong, or has the wrong form."""
    RAISED = "raised"
    """The learner's code raised an exception."""
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    """The learner's process died."""
    MISSING = "missing"
    """The task is not written yet, or its definition could not be read."""
    BROKEN = "broken"
    """The check fails against the reference: our fault; the score is withheld."""
    SKIPPED = "skipped"
    """Not run (only in ``check``)."""


@dataclass(frozen=True)
class Task:
    """One graded unit of an exercise: one or more names the learner defines."""

    id: str
    names: tuple[str, ...]
    points: int
    extension: bool = False
    artefact: str | None = None


@dataclass(frozen=True)
class Limits:
    """What a submission may use; CPU seconds are the worker's own, wall time is a backstop of five times as much."""

    check_cpu_s: float = 2.0
    submission_cpu_s: float = 60.0
    memory_mb: int = 1024
    """Data memory above what the worker starts with, in MiB."""
    answer_mb: int = 64
    """The largest answer to one call, in MiB."""


@dataclass(frozen=True)
class Exercise:
    """One week's assignment, as its front matter declares it."""

    slug: str
    title: str
    course: int
    week: int
    tasks: tuple[Task, ...]
    framework: Framework = Framework.NUMPY
    limits: Limits = field(default_factory=Limits)
    given_modules: tuple[str, ...] = ()
    """File names of given modules beside the solution, such as ``coursedata.py``."""
    assets: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The learner's module name: the slug without its course and week."""
        return self.slug.partition("_")[2]

    @property
    def points(self) -> int:
        """The points of all tasks together."""
        return sum(task.points for task in self.tasks)

    def task_of(self, name: str) -> Task | None:
        """Return the task that asks for the definition ``name`` or has it as its id, or None."""
        return next((task for task in self.tasks if name in task.names or name == task.id), None)


@dataclass(frozen=True)
class Course:
    """A folder with ``solutions/``, ``templates/``, ``exercises/`` and ``tests/exercises/``."""

    root: Path
    name: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Check:
    """One graded pytest function; ``sentence`` is the first line of its docstring, which the learner reads."""

    id: str
    task: str
    weight: float
    visibility: Visibility
    sentence: str


@dataclass(frozen=True)
class Part:
    """A piece of module text with the file name that tracebacks show."""

    filename: str
    text: str


@dataclass(frozen=True)
class Implementation:
    """Python source that answers calls: a submission, the reference, a mistake or an alternative.

    ``parts`` are executed in order in one namespace, so later definitions replace earlier ones; ``own`` is
    the file name whose lines are the author's; ``modules`` maps importable names to source; ``files`` maps
    file names to contents.
    """

    name: str
    module: str
    parts: tuple[Part, ...]
    modules: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """The file name of the last part, which is the author's own."""
        return self.parts[-1].filename


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer to one task: the solution module with one definition replaced."""

    task: str
    id: str
    name: str
    hint: str
    source: str


@dataclass(frozen=True)
class Alternative:
    """A right answer to one task, written differently: the solution module with one definition replaced."""

    task: str
    name: str
    source: str


@dataclass(frozen=True)
class Cell:
    """A notebook's code cell: its place among all cells, from 1, and the line of the module text it begins at.

    Of a cell that was taken from a kernel, not from a file, ``number`` is the one it ran under (``in_kernel``).
    """

    number: int
    line: int
    in_kernel: bool = False


@dataclass(frozen=True)
class ModuleText:
    """A learner's file as the text of one module.

    ``source`` is what the learner wrote, line for line, ``text`` what of it may be read as Python. ``digest`` is the
    SHA-256 of the file; ``cells`` tell where a notebook's cells went; ``broken`` tells whether some of it is no Python.
    ``remarks`` lists what was left out of a notebook.
    """

    text: str
    source: str
    digest: str = ""
    cells: tuple[Cell, ...] = ()
    broken: bool = False
    remarks: tuple[str, ...] = ()


NO_TEXT = ModuleText("", "")
"""What is left of a file that could not be read."""


@dataclass(frozen=True)
class Submission:
    """What one learner handed in for one exercise, read and ready to run.

    ``remarks`` lists what was dropped, changed or could not be read; ``digest`` is the SHA-256 of the bytes
    as handed in; ``submitted`` is an ISO 8601 time with offset, or None when nothing tells it.
    """

    learner: str
    exercise: str
    source: str
    digest: str
    implementation: Implementation
    remarks: tuple[str, ...] = ()
    submitted: str | None = None


class Kind(StrEnum):
    """What kind of thing is wrong, from a closed list."""

    NOTHING = "nothing"
    MISSING = "missing"
    RAISED = "raised"
    TIME = "time"
    DEATH = "death"
    TYPE = "type"
    SHAPE = "shape"
    DTYPE = "dtype"
    VALUES = "values"
    PURITY = "purity"
    FORM = "form"
    """The answer could not be examined at all."""
    CLAIM = "claim"
    """The check's sentence does not hold."""


@dataclass(frozen=True)
class Sides:
    """The form of an answer beside the expected one: shapes and dtypes in our own words, nothing else."""

    got: str
    expected: str


@dataclass(frozen=True)
class Finding:
    """Why a check did not pass.

    ``text`` is made of our own words, built-in exception names, shapes and dtypes, so a hidden check may show
    it; ``detail`` may hold values and the learner's own words, so only public checks and instructors see it;
    ``line`` is a line of the learner's own file. ``call`` names the call that failed and the forms of its arguments,
    and ``sides`` the forms of both answers where these differ; both are fit for a hidden check. ``points`` pairs some
    values got with those expected, in order, for a picture: public checks only. ``printed`` is the end of what the
    learner's code printed in the check, in their own check alone: it may differ each time.
    """

    kind: Kind
    text: str
    detail: str = ""
    line: int | None = None
    call: str = ""
    sides: Sides | None = None
    points: tuple[tuple[float, float], ...] = ()
    printed: str = ""


NO_FINDING = Finding(Kind.NOTHING, "")


@dataclass(frozen=True)
class CheckResult:
    """The verdict on one check; ``notes`` are for people (such as "depends on earlier calls")."""

    check: Check
    verdict: Verdict
    finding: Finding = NO_FINDING
    notes: tuple[str, ...] = ()
    cpu_s: float = 0.0
    calls: int = 0


class CauseKind(StrEnum):
    """How the cause of a task's failures was found."""

    MISTAKE = "known mistake"
    """The answers are those of one known mistake of the task."""
    UNIVERSAL = "universal mistake"
    """A mistake that every exercise invites, such as modifying an argument."""
    RELATION = "relation"
    """Wrong and right values stand in a relation from a closed list."""
    BLAME = "blame"
    """With the reference's answers in place of another task's function, the checks pass."""
    UNSURE = "unsure"
    """More than one cause would explain it, or the suspicion could not be tried."""


@dataclass(frozen=True)
class Diagnosis:
    """The one cause of a task's failures.

    ``name`` is from a closed list: a mistake's id, a relation's name, or the name of the task's definition that is to
    blame. ``text`` says in our own words what is wrong, ``hint`` what a tutor would say; both are fit for a learner.
    """

    kind: CauseKind
    name: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class TaskResult:
    """A task with its checks; ``score`` is None when a broken check withholds it.

    ``diagnosis`` names the cause of what failed, when there is just one.
    """

    task: Task
    score: float | None
    checks: tuple[CheckResult, ...]
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True)
class Provenance:
    """What a report was made with: digests of suite, submission, environment and key, and the layers in force."""

    suite: str
    submission: str
    environment: str
    key: str
    isolation: tuple[str, ...] = ()
    grader: str = ""


@dataclass(frozen=True)
class Report:
    """The result of grading one submission; ``score`` is None when any task's is.

    ``status`` is ``graded``, ``checked`` (visible checks only, no score), ``unreadable`` (nothing could be run;
    ``remarks`` say why) or ``not graded`` (our fault). ``cpu_s`` and ``wall_s`` are seconds.
    """

    exercise: str
    title: str
    learner: str
    tasks: tuple[TaskResult, ...]
    score: float | None
    points: int
    provenance: Provenance
    status: str = "graded"
    remarks: tuple[str, ...] = ()
    source: str = ""
    submitted: str | None = None
    cpu_s: float = 0.0
    wall_s: float = 0.0
    hidden_not_run: int = 0
    """How many hidden checks run only when it is graded (reports of ``check``)."""
    cells: tuple[Cell, ...] = ()
    """Where a notebook's cells lie in ``source``."""
    schema: str = REPORT_SCHEMA

    @property
    def results(self) -> tuple[CheckResult, ...]:
        """All check results in order of tasks."""
        return tuple(result for task in self.tasks for result in task.checks)
