"""Grading: read hand-ins, run suites against them, judge, score."""

from grader.grading.check import check_folder, wanted_tasks
from grader.grading.classroom import grade_class
from grader.grading.handin import HandInReader

__all__ = ["HandInReader", "check_folder", "grade_class", "wanted_tasks"]
