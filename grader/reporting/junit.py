"""A report as JUnit XML, which GitLab, GitHub's reporters, Jenkins and others read.

GitLab keys a case by ``classname`` and ``name`` over all files of a job, drops doubles and shows ``classname`` as
the suite: each learner is a suite of their own, and names are unique in it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # only writes here; nothing foreign is parsed

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.names import file_stem
from grader.reporting.outline import explanations, one_line, report_text, sentence, task_name
from grader.reporting.redact import redact
from grader.reporting.text import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model import CheckResult, Report

_ELEMENTS = {Verdict.BROKEN: "error", Verdict.SKIPPED: "skipped"}
"""What a case holds: ``error`` is our fault, ``failure`` (for all others that did not pass) the learner's."""


def junit_xml(report: Report) -> bytes:
    """Return a suite with one case for each check, as its learner may see it; a hand-in without checks is one case."""
    seen = redact(report)
    suite = ET.Element("testsuite", name=f"{seen.exercise}.{file_stem(seen.learner)}")
    _properties(suite, seen)
    for name, result, told in _named(seen):
        _check(_case(suite, name), result, told)
    if not seen.results:
        _reason(_case(suite, "The hand-in is graded"), seen)
    counts = Counter(child.tag for case in suite.iter("testcase") for child in case)
    numbers = {"tests": len(suite.findall("testcase")), **{f"{tag}s": counts[tag] for tag in ("failure", "error")}}
    suite.attrib |= {name: str(number) for name, number in {**numbers, "skipped": counts["skipped"]}.items()}
    suite.set("time", "0")
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    text: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _properties(suite: ET.Element, report: Report) -> None:
    """Add learner, score, points and the points of each task, which JUnit has no attributes for."""
    score = "" if report.score is None else wording.amount(report.score)
    values = {
        "learner": one_line(report.learner, 400),
        "status": wording.status_word(report),
        "score": score,
        "points": str(report.points),
        **{inline(task.task.id): wording.task_score(task) for task in report.tasks},
    }
    properties = ET.SubElement(suite, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=value)


def _named(report: Report) -> Iterator[tuple[str, CheckResult, str]]:
    """Yield a name that no other has, a check and its explanation; of equal names the second gets a number."""
    taken: Counter[str] = Counter()
    for task in report.tasks:
        for result, told in explanations(task, report.cells):
            name = f"{task_name(task.task)}: {sentence(result)}"
            taken[name] += 1
            yield (f"{name} ({taken[name]})" if taken[name] > 1 else name), result, told


def _case(suite: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=suite.attrib["name"], name=name, time="0")


def _check(case: ET.Element, result: CheckResult, message: str) -> None:
    if result.verdict is Verdict.PASSED:
        return
    verdict = wording.VERDICTS[result.verdict]
    first = message.partition("\n")[0] or verdict
    problem = ET.SubElement(case, _ELEMENTS.get(result.verdict, "failure"), message=first)
    if result.verdict is not Verdict.SKIPPED:
        problem.set("type", verdict)
        problem.text = message


def _reason(case: ET.Element, report: Report) -> None:
    """Say why nothing was checked: the learner's hand-in, or our own grading."""
    tag = "failure" if report.status == "unreadable" else "error"
    problem = ET.SubElement(case, tag, message=wording.headline(report), type=report.status)
    problem.text = report_text(report)
