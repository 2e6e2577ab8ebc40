"""From truth to exercises: generate, scaffold, release."""

from grader.authoring.autograder import Sealed, autograder
from grader.authoring.ci import Platform, workflows
from grader.authoring.coverage import PAGE, coverage
from grader.authoring.generate import check_generated, departed, generate, generate_course
from grader.authoring.release import release, suite_leaks
from grader.authoring.scaffold import scaffold
from grader.authoring.wheel import build_wheel

__all__ = [
    "PAGE",
    "Platform",
    "Sealed",
    "autograder",
    "build_wheel",
    "check_generated",
    "coverage",
    "departed",
    "generate",
    "generate_course",
    "release",
    "scaffold",
    "suite_leaks",
    "workflows",
]
