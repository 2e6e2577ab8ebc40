"""Python source as text with a syntax tree: find, splice, stub, salvage and keep definitions."""

from grader.source.definitions import Definition, definition, definitions, renamed, splice
from grader.source.keep import keep
from grader.source.names import call_graph, names_called, names_read, reached
from grader.source.salvage import salvage
from grader.source.stub import removed_lines, stub

__all__ = [
    "Definition",
    "call_graph",
    "definition",
    "definitions",
    "keep",
    "names_called",
    "names_read",
    "reached",
    "removed_lines",
    "renamed",
    "salvage",
    "splice",
    "stub",
]
