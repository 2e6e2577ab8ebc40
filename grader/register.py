"""The register of a class while it is graded: a row for each learner, written as soon as it is known.

What has no result yet is there as *not graded*, so a run that is killed leaves a folder that says so, and the next run
goes on from it. Where several hand-ins of a learner are graded, each result is kept in ``instructor/attempts/`` and the
best one is the row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.model import Provenance, Report
from grader.reporting.names import file_stem
from grader.reporting.results import WHOLE, Format, class_files, report_files
from grader.source.cells import told_in_cells
from grader.tree import remove_unfinished, write_tree
from grader.workspace.attempts import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.model import Exercise
    from grader.reporting.classroom50 import Identity
    from grader.workspace.handin import HandIn

ATTEMPTS = f"{WHOLE}/attempts"
_LARGEST_REPORT = 1 << 26
_LOST = "Grading ended without a report; grade it again."


class Register:
    """The results of a class's hand-ins, those that cannot be read among them, below the folder ``out``."""

    def __init__(
        self,
        exercise: Exercise,
        hand_ins: Iterable[HandIn],
        out: Path,
        formats: frozenset[Format],
        identity: Identity | None = None,
    ) -> None:
        self._exercise = exercise
        self._out = out
        self._formats = formats
        self._identity = identity
        self._hand_ins: dict[str, list[HandIn]] = {}
        self._results: dict[tuple[str, str], Report] = {}
        for hand_in in hand_ins:
            self._hand_ins.setdefault(hand_in.learner, []).append(hand_in)

    @property
    def learners(self) -> tuple[str, ...]:
        """The learners, in the order of their hand-ins."""
        return tuple(self._hand_ins)

    @property
    def waiting(self) -> list[HandIn]:
        """The hand-ins that can be read and have no result yet."""
        every = (hand_in for hand_ins in self._hand_ins.values() for hand_in in hand_ins)
        return [hand_in for hand_in in every if not hand_in.problem and _key(hand_in) not in self._results]

    def open(self, finished: Iterable[Report] = ()) -> None:
        """Write a row for every learner, with the results that are known already."""
        remove_unfinished(self._out)
        self._results = {(report.learner, report.provenance.submission): report for report in finished}
        for learner in self._hand_ins:
            self._write_row(learner)
        self._write_class()

    def enter(self, report: Report) -> Report:
        """Write a report of grading, with what collecting said of the hand-in, and return it so."""
        key = report.learner, report.provenance.submission
        hand_in = next(each for each in self._hand_ins[report.learner] if _key(each) == key)
        remarked = self._results[key] = as_told(report, hand_in)
        if len(self._hand_ins[report.learner]) > 1 and Format.JSON in self._formats:
            from grader.reporting.json import to_json

            write_tree({_attempt_file(*key): to_json(remarked)}, self._out)
        self._write_row(report.learner)
        return remarked

    def close(self) -> tuple[Report, ...]:
        """Write the pages that show the class and return its rows."""
        return self._write_class()

    def _write_class(self) -> tuple[Report, ...]:
        rows = tuple(self._row(learner) for learner in self._hand_ins)
        write_tree(class_files(rows, self._formats), self._out)
        return rows

    def _write_row(self, learner: str) -> None:
        alone = len(self._hand_ins) == 1
        files = report_files(self._row(learner), self._formats, alone=alone, identity=self._identity)
        write_tree(files, self._out)

    def _row(self, learner: str) -> Report:
        hand_ins = self._hand_ins[learner]
        return _best([self._report_of(hand_in) for hand_in in hand_ins], hand_ins)

    def _report_of(self, hand_in: HandIn) -> Report:
        if hand_in.problem:
            return as_told(without_score(self._exercise, hand_in, "unreadable", hand_in.problem), hand_in)
        lost = as_told(without_score(self._exercise, hand_in, "not graded", _LOST), hand_in)
        return self._results.get(_key(hand_in), lost)


def stored_reports(out: Path, hand_in: HandIn) -> Iterator[Report]:
    """Yield what an earlier run wrote about a hand-in into ``out``; what cannot be read is passed over."""
    from grader.reporting.json import from_json

    for name in (_attempt_file(*_key(hand_in)), f"{WHOLE}/{file_stem(hand_in.learner)}.json"):
        path = out / name
        try:
            if path.is_file() and path.stat().st_size <= _LARGEST_REPORT:
                yield from_json(path.read_bytes())
        except (UsageError, OSError):
            continue


def as_told(report: Report, hand_in: HandIn) -> Report:
    """Add what collecting said of a hand-in, and tell its lines as the learner knows them."""
    cells = hand_in.module.cells
    remarks = (told_in_cells(remark, cells) for remark in (*report.remarks, *hand_in.remarks))
    return replace(report, remarks=tuple(remarks), cells=cells)


def without_score(exercise: Exercise, hand_in: HandIn, status: str, reason: str) -> Report:
    """Return the report on a hand-in that is unreadable or not graded, with the reason."""
    from grader import __version__

    return Report(
        exercise=exercise.slug,
        title=exercise.title,
        learner=hand_in.learner,
        tasks=(),
        score=None,
        points=exercise.points,
        provenance=Provenance(
            suite="",
            submission=hand_in.module.digest,
            environment="",
            key="",
            grader=__version__,
        ),
        status=status,
        remarks=(reason,),
        submitted=hand_in.submitted,
    )


def _key(hand_in: HandIn) -> tuple[str, str]:
    return hand_in.learner, hand_in.module.digest


def _attempt_file(learner: str, digest: str) -> str:
    return f"{ATTEMPTS}/{file_stem(learner)}.{digest[:16]}.json"


def _best(reports: Sequence[Report], hand_ins: Sequence[HandIn]) -> Report:
    """Return the best of a learner's reports, the latest of equals; while one is not graded, that one."""
    unfinished = next((report for report in reports if report.status == "not graded"), None)
    if unfinished or len(reports) == 1:
        return unfinished or reports[0]
    scores = [-1.0 if report.score is None else report.score for report in reports]
    best = max(range(len(reports)), key=lambda n: (reports[n].status == "graded", scores[n], n))
    if reports[best].status != "graded":
        return reports[best]
    said = f"of {len(reports)} hand-ins {called(hand_ins[best].path)!r} counts, the best"
    return replace(reports[best], remarks=(*reports[best].remarks, said))


def read_reports(paths: Iterable[Path]) -> tuple[Report, ...]:
    """Read stored reports: ``.json`` files, or folders that ``grade`` wrote, whose whole reports are taken.

    Raises:
        UsageError: a path holds no report, or one that cannot be read.
    """
    from grader.reporting.json import from_json

    reports = []
    for file in (file for path in paths for file in _report_files(path)):
        try:
            reports.append(from_json(file.read_bytes()))
        except UsageError as error:
            raise UsageError(f"{file}: {error.message}", error.fix) from error
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}.", "Give a report or a folder.") from error
    return tuple(reports)


def _report_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    folder = path / WHOLE if (path / WHOLE).is_dir() else path
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{path} holds no report.", "Give a .json report, or a folder that `grader grade` wrote.")
    return files
