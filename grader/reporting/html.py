"""Reports as HTML pages that need nothing but themselves: no script, no picture, no address elsewhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from grader.model import Verdict, Visibility
from grader.reporting import wording
from grader.reporting.cause import by_cause, can_be_mended, first_cause, is_repeated
from grader.reporting.cohort import FEWEST_SCORES, band_edges, bands, cohort, commonest_causes, hardest_checks
from grader.reporting.items import analyse
from grader.reporting.names import file_stem
from grader.reporting.plot import HEIGHT, WIDTH, plot_of
from grader.reporting.text import plain, source_lines
from grader.source.cells import place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from grader.model import CheckResult, Report, TaskResult
    from grader.reporting.plot import Plot


def report_html(report: Report) -> str:
    """Render one report as a page; give it ``redact(report)`` for a learner's eyes."""
    page = _environment().get_template("report.html.j2")
    heads = {cell.line - 1 for cell in report.cells}
    return page.render(report=report, marks=_marks(report), lines=source_lines(report.source), heads=heads)


def class_html(reports: Iterable[Report]) -> str:
    """Render the reports of one exercise: distribution, learners, commonest mistakes, checks to look at.

    The table's rows link to ``learners/<file_stem>.html``.
    """
    group = cohort(reports)
    points = max((row.report.points for row in group.rows), default=0)
    counts = bands(group, points)
    page = _environment().get_template("class.html.j2")
    return page.render(
        group=group,
        bands=tuple(zip(band_edges(points), counts, strict=True)) if len(group.scores) >= FEWEST_SCORES else (),
        tallest=max(counts),
        hardest=hardest_checks(group),
        causes=commonest_causes(group),
        items=analyse(group),
    )


def fragment(template: str, **values: Any) -> str:
    """Render a template of ours to HTML that stands inside another page; see ``reporting.cell``."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    """Escape every value and make its invisible characters visible, whatever a template's author forgets."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("grader.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        wording=wording,
        by_cause=by_cause,
        can_be_mended=can_be_mended,
        is_repeated=is_repeated,
        picture_of=_picture,
        WIDTH=WIDTH,
        HEIGHT=HEIGHT,
        share=_share,
        filled=_filled,
        tone=_tone,
        file_stem=file_stem,
        place=place,
    )
    return environment


def _shown(value: Any) -> Any:
    from markupsafe import Markup

    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _marks(report: Report) -> dict[int, list[str]]:
    """Map line numbers of the learner's file to what is said about them, each thing once."""
    marks: dict[int, list[str]] = {}
    for task in report.tasks:
        for result in by_cause(task):
            if result.finding.line is not None:
                said = marks.setdefault(result.finding.line, [])
                text = f"{wording.names(task.task)}: {wording.finding_text(result)}"
                said.extend([text] if text not in said else [])
    return marks


def _picture(result: CheckResult) -> Plot | None:
    """Return the picture of a public check's values; what a hidden one drew is in no picture, whoever looks."""
    return plot_of(result.finding) if result.check.visibility is Visibility.PUBLIC else None


def _share(part: float | None, whole: float) -> int:
    """Return a part in whole per cent; only all of it counts as a hundred, and anything as at least one."""
    if not part or not whole:
        return 0
    return 100 if part >= whole else max(1, min(99, round(100 * part / whole)))


def _filled(task: TaskResult) -> int:
    """Return how far a task's bar reaches: its share of points, or of checks where no score is known."""
    if task.score is not None:
        return _share(task.score, task.task.points)
    return _share(sum(result.verdict is Verdict.PASSED for result in task.checks), len(task.checks))


def _tone(task: TaskResult) -> str:
    """Return the class of a task's colours: ``pass``, ``part``, ``fail`` or ``idle``."""
    verdicts = {result.verdict for result in task.checks}
    if not verdicts - {Verdict.SKIPPED}:
        return "idle"
    if first_cause(task) is None:
        return "idle" if Verdict.BROKEN in verdicts else "pass"
    return "part" if Verdict.PASSED in verdicts else "fail"
