"""Collect a suite with pytest, once, and hand it to whoever runs it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.errors import CourseError, EnvironmentFault, Problem
from grader.grading.runner import ENDED_BY, Suite
from grader.testing.plugin import BENCHES, GRADING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.testing.bench import Bench

_UNUSED = (
    "cacheprovider capture debugging doctest faulthandler junitxml logging pastebin recwarn setuponly setupplan "
    "stepwise terminal threadexception unittest unraisableexception warnings"
).split()


def run_suite(bench: Bench, files: Sequence[Path], use: Callable[[Suite], None]) -> None:
    """Collect the checks in ``files`` and hand them to ``use`` as a suite, once.

    Raises:
        CourseError: a file cannot be collected.
        EnvironmentFault: pytest itself failed.
    """
    # The bench is found by the folder of a check as pytest names it: in full.
    files = [file.resolve() for file in files]
    plugin = _Collected(bench, files, use)
    folder = files[0].parent
    # Module names are paths below rootdir: from the parent on, two suites in one process keep apart.
    root = str(folder.parent)
    arguments = ["-c", os.devnull, "--rootdir", root, "--confcutdir", root, "--import-mode=importlib"]
    arguments += ["--disable-plugin-autoload"]
    arguments += ["-p", "grader.testing.plugin", *[word for name in _UNUSED for word in ("-p", f"no:{name}")]]
    pytest.main([*arguments, *map(str, files)], plugins=[plugin])
    if plugin.error is not None:
        raise plugin.error
    if plugin.problems:
        raise CourseError(plugin.problems)
    if not plugin.ran:
        raise EnvironmentFault(f"pytest could not run {folder}", f"Try it by hand: pytest {folder}")


class _Collected:
    """The pytest plugin that takes over once the items are collected."""

    def __init__(self, bench: Bench, files: Sequence[Path], use: Callable[[Suite], None]) -> None:
        self.problems: list[Problem] = []
        self.error: BaseException | None = None
        self.ran = False
        self._bench = bench
        self._files = files
        self._use = use

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            text = str(report.longrepr).strip().splitlines()
            message = text[-1] if text else "the file cannot be collected"
            path = self._files[0].parents[1] / report.fspath  # as below the rootdir that pytest was given
            self.problems.append(Problem(path, 0, message, f"Run it by hand: pytest {path}"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        if call.excinfo is not None:
            item.stash[ENDED_BY] = item.stash[ENDED_BY] or call.excinfo.value
        outcome = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)  # type: ignore[arg-type]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problems:
            return True
        session.config.stash[BENCHES] = {path.parent: self._bench for path in self._files}
        session.config.stash[GRADING] = True
        items = [
            item for item in session.items if isinstance(item, pytest.Function) and item.get_closest_marker("check")
        ]
        self.ran = True
        try:
            self._use(Suite(self._bench, items))
        except BaseException as error:  # noqa: BLE001 – carried out of pytest as it is, Ctrl-C included
            self.error = error
        # The bench belongs to the caller, not to pytest.
        session.config.stash[BENCHES] = {}
        return True
