"""Calls of the neighbour's function: one name of a library for another."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from grader.audit.mutation.excerpt import Edit
from grader.audit.mutation.naming import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt

Renames = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Home of a function (see ``naming``) → its name → what it is taken for."""


def renamed_calls(code: Excerpt, renames: Renames, without: frozenset[ast.Call] = frozenset()) -> Iterator[Edit]:
    """Yield the changes that call another function, but of some calls: the arguments stay.

    What a module imports by its name alone stays: the other name is not imported.
    """
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        imported = home in LIBRARIES and isinstance(call.func, ast.Name)
        for other in () if imported or call in without else renames.get(home, {}).get(name, ()):
            _, end = code.span(call.func)
            yield Edit(((end - len(name), end, other),))
