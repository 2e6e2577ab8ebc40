"""A course read from its folder: weeks, checks, known mistakes, alternatives, manifests."""

from grader.course.checks import read_checks
from grader.course.frontmatter import Handout, parse_handout
from grader.course.hints import Ladder, read_hints
from grader.course.layout import (
    asset_files,
    class_dir,
    exercise_dir,
    find_course,
    find_exercise,
    given_module_files,
    handout_file,
    hints_file,
    solution_file,
    suite_dir,
)
from grader.course.load import load_course, read_handout
from grader.course.manifest import Manifest, manifest_bytes, read_manifest
from grader.course.variants import read_alternatives, read_mistakes

__all__ = [
    "Handout",
    "Ladder",
    "Manifest",
    "asset_files",
    "class_dir",
    "exercise_dir",
    "find_course",
    "find_exercise",
    "given_module_files",
    "handout_file",
    "hints_file",
    "load_course",
    "manifest_bytes",
    "parse_handout",
    "read_alternatives",
    "read_checks",
    "read_handout",
    "read_hints",
    "read_manifest",
    "read_mistakes",
    "solution_file",
    "suite_dir",
]
