"""Grading: read hand-ins, run suites against them, judge, score."""

from grader.grading.check import check_folder, wanted_tasks
from grader.grading.classroom import grade_class
from grader.grading.handin import HandInReader
from grader.grading.resume import expected_provenance, is_current
from grader.grading.scoring import report_of

__all__ = [
    "HandInReader",
    "check_folder",
    "expected_provenance",
    "grade_class",
    "is_current",
    "report_of",
    "wanted_tasks",
]
