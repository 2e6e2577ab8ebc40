"""Under plain pytest a suite runs on its reference, or on any file."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def suite(course_root, pytester):
    """A copy of the tiny course; returns a function that runs its suite."""
    root = pytester.path / "course"
    shutil.copytree(course_root, root)

    def run(*arguments):
        folder = root / "tests/exercises/c9w9_tiny"
        return pytester.runpytest_subprocess("--import-mode=importlib", "--rootdir", str(root), *arguments, str(folder))

    return root, run


def test_a_suite_passes_on_its_own_reference(suite):
    suite[1]().assert_outcomes(passed=6)


def test_a_suite_runs_on_any_file_and_tells_what_is_wrong(suite, tmp_path):
    answer = tmp_path / "answer.py"
    answer.write_text("def double(x): return 3 * x\nprint('never run')\n")
    result = suite[1]("--implementation", str(answer))
    result.assert_outcomes(failed=6)
    result.stdout.fnmatch_lines(["*Mismatch: all values of the answer are wrong*"])


def test_pytests_own_options_work(suite):
    suite[1]("-k", "mean_of").assert_outcomes(passed=1, deselected=5)


def test_the_mark_is_known_and_plain_tests_beside_checks_run(suite):
    root, run = suite
    (root / "tests/exercises/c9w9_tiny/test_other.py").write_text("def test_plain(): pass\n")
    run("--strict-markers").assert_outcomes(passed=7)


def test_public_checks_cannot_ask_for_the_reference_in_a_learners_folder(tiny, launcher):
    from grader.errors import UsageError
    from grader.testing.bench import Bench

    bench = Bench(tiny, launcher, None, b"")
    with pytest.raises(UsageError, match="the reference, which is not here"):
        bench.solution()
