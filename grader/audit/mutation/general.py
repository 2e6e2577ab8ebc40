"""The general operators, which are cosmic-ray's: a selection of them, used as a library on a definition's text."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from grader.audit.mutation.excerpt import Edit
from grader.errors import FrameworkMissing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ARITHMETIC = {
    "Add": ("Sub", "Mul"),
    "Sub": ("Add", "Mul"),
    "Mul": ("Div", "Add"),
    "Div": ("Mul", "FloorDiv", "Sub"),
    "FloorDiv": ("Div", "Mul", "Mod"),
    "Mod": ("FloorDiv", "Div"),
    "Pow": ("Mul", "Add"),
}
"""What people take for what. No bit operations: on floats they only raise."""
COMPARISON = {
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
"""The boundary, and the opposite."""
SELECTION: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "arithmetic": (
        "binary_operator_replacement",
        tuple(f"ReplaceBinaryOperator_{a}_{b}" for a, partners in ARITHMETIC.items() for b in partners),
    ),
    "comparison": (
        "comparison_operator_replacement",
        tuple(f"ReplaceComparisonOperator_{a}_{b}" for a, partners in COMPARISON.items() for b in partners),
    ),
    "number": ("number_replacer", ("NumberReplacer",)),
    "boolean": ("boolean_replacer", ("ReplaceTrueWithFalse", "ReplaceFalseWithTrue")),
    "and-or": ("boolean_replacer", ("ReplaceAndWithOr", "ReplaceOrWithAnd")),
    "not": ("boolean_replacer", ("AddNot",)),
    "not-dropped": ("unary_operator_replacement", ("ReplaceUnaryOperator_Delete_Not",)),
    "minus": ("unary_operator_replacement", ("ReplaceUnaryOperator_Delete_USub",)),
    "break-continue": ("break_continue", ("ReplaceBreakWithContinue", "ReplaceContinueWithBreak")),
    "no-iterations": ("zero_iteration_for_loop", ("ZeroIterationForLoop",)),
}
"""Our name of a kind of change → the library's module, and the operators in it."""


class Library:
    """cosmic-ray, imported when it is needed.

    Raises:
        FrameworkMissing: it is not installed.
    """

    def __init__(self) -> None:
        try:
            self._mutating: Any = importlib.import_module("cosmic_ray.mutating")
            self._trees: Any = importlib.import_module("cosmic_ray.ast")
            self._modules = {
                name: importlib.import_module(f"cosmic_ray.operators.{module}")
                for name, (module, _) in SELECTION.items()
            }
            self._parsed: dict[str, tuple[Any, ...]] = {}
            """The nodes of the text asked for last."""
        except ImportError as error:
            raise FrameworkMissing(
                f"an audit makes mutants with cosmic-ray, which is not installed in {sys.prefix}.",
                f"Install it there: {sys.executable} -m pip install cosmic-ray",
            ) from error

    def edits(self, kind: str, text: str) -> Iterator[Edit]:
        """Yield the changes that one kind of ``SELECTION`` makes to a definition's text."""
        nodes = self._nodes(text)
        for name in SELECTION[kind][1]:
            operator = getattr(self._modules[kind], name)()
            for occurrence in range(sum(1 for node in nodes for _ in operator.mutation_positions(node))):
                yield difference(text, self._mutating.mutate_code(text, operator, occurrence))

    def _nodes(self, text: str) -> tuple[Any, ...]:
        if text not in self._parsed:
            self._parsed = {text: tuple(self._trees.ast_nodes(self._trees.get_ast(text)))}
        return self._parsed[text]


def difference(before: str, after: str) -> Edit:
    """Return the one span in which two texts differ; white space in front of it stays, and is not doubled."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((n for n in range(shorter - start) if before[-1 - n] != after[-1 - n]), shorter - start)
    old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    kept = old[: len(old) - len(old.lstrip())]
    if kept or not (before[start - 1 : start] + "x").isidentifier():
        new = kept + new.lstrip()
    if not new and before[start - 1 : start] == before[start + len(old) : start + len(old) + 1] == " ":
        old += " "
    return Edit(((start, start + len(old), new),))
