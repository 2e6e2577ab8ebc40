"""From truth to exercises: generate, scaffold, release."""

from grader.authoring.generate import check_generated, generate, generate_course
from grader.authoring.release import release
from grader.authoring.scaffold import scaffold
from grader.authoring.wheel import build_wheel

__all__ = ["build_wheel", "check_generated", "generate", "generate_course", "release", "scaffold"]
