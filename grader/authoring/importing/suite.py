"""The text of a suite's files."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring.importing import raising
from grader.source.definitions import indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.authoring.importing.checks import Draft
    from grader.authoring.importing.statements import Statement
    from grader.authoring.importing.weights import Weighed

MISTAKES = '''"""Known wrong answers, one bug each, with the hint a tutor would give."""

# See "Mistakes and alternatives" in docs/authoring.md; pytest tests/exercises holds the suite against them.
'''
ALTERNATIVES = '''"""Right answers written differently; every check has to accept them."""
'''
_NOSE = {
    "assert_equals": "assertEqual",
    "assert_almost_equals": "assertAlmostEqual",
    "assert_not_equals": "assertNotEqual",
    "eq_": "assertEqual",
    "ok_": "assertTrue",
}
"""Names of nose that are not simply those of unittest in small letters."""


def suite_text(title: str, checks: Sequence[Weighed]) -> str:
    """Return a file of checks, with what they share above them."""
    helpers = sorted({"check", *(name for one in checks for name in one.draft.helpers)})
    shared = list(dict.fromkeys(part for one in checks for part in one.draft.shared))
    shared.sort(key=lambda one: (one.cell, one.start))
    imports = dict.fromkeys(line for part in shared if part.is_import for line in _import_lines(part))
    head = [*imports, f"from grader.testing import {', '.join(helpers)}"] if checks else []
    head.sort(key=lambda line: "=" in line)
    parts = ["\n".join(head), *(part.text for part in shared if not part.is_import), *map(_check_text, checks)]
    return f'"""{title}"""\n\n' + "\n\n\n".join(part for part in parts if part).lstrip("\n").rstrip("\n") + "\n"


def _check_text(one: Weighed) -> str:
    draft = one.draft
    fixtures = "submission, solution" if "solution." in draft.body else "submission"
    return (
        f'@check("{draft.owner}", weight={_number(one.weight)})\n'
        f"def {draft.name}({fixtures}):\n"
        f'    """{quoted(draft.sentence)}"""\n'
        f"    {indented(draft.body, '    ')}"
    )


def _number(value: float) -> str:
    """Return a weight in full: fewer digits could make public checks carry too much."""
    return repr(int(value) if value == int(value) else value)


def quoted(text: str) -> str:
    """Return a text as it may stand between three double quotes."""
    return text.replace("\\", "\\\\").replace('"', "'")


def _import_lines(one: Statement) -> Iterable[str]:
    """Yield an import as a suite has it: without what ``grader.testing`` takes the place of, and nose by unittest."""
    node = one.node
    if not isinstance(node, ast.ImportFrom) or not node.module:
        yield one.code
        return
    names = [alias for alias in node.names if alias.name not in raising.NAMES]
    if node.module.partition(".")[0] == "nose":
        yield "from unittest import TestCase"
        yield from (f"{alias.asname or alias.name} = TestCase().{_unittest(alias.name)}" for alias in names)
    elif names:
        yield ast.unparse(ast.ImportFrom(node.module, names, node.level))


def _unittest(name: str) -> str:
    """Return unittest's name of one of nose's assertions: ``assertEqual`` for ``assert_equal``."""
    first, *rest = name.split("_")
    return _NOSE.get(name) or first + "".join(word.capitalize() for word in rest)


def shown(drafts: Iterable[Draft]) -> str:
    """Return what learners would read of checks: their bodies, and what these share."""
    return "\n".join(text for one in drafts for text in (*(part.text for part in one.shared), one.body))
