"""What names of libraries a piece of a module means: ``np.mean`` is NumPy's, whatever NumPy is called there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

METHOD, PLAIN = "method", "plain"
LIBRARIES = ("numpy", "tensorflow", "keras")


class Callee(NamedTuple):
    """What a call calls: a library (or ``METHOD``, or ``PLAIN`` for a name of the module's own) and the last name."""

    home: str
    name: str


class Names:
    """Resolves names by what the module imports: ``aliases`` maps a name to the dotted path it stands for."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases

    def alias(self, library: str) -> str | None:
        """Return what the module calls a library, or None when it does not import it."""
        return next((name for name, path in self._aliases.items() if path == library), None)

    def path(self, node: ast.expr) -> str:
        """Return the dotted path of a name or attribute, as ``numpy.mean``; the empty string for anything else."""
        if isinstance(node, ast.Name):
            return self._aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            before = self.path(node.value)
            return f"{before}.{node.attr}" if before else ""
        return ""

    def callee(self, node: ast.Call) -> Callee:
        """Return what a call calls; the name is empty for the call of anything but a name or attribute."""
        library, _, rest = self.path(node.func).partition(".")
        if library in LIBRARIES and rest:
            return Callee(library, rest.rpartition(".")[2])
        if isinstance(node.func, ast.Attribute):
            return Callee(METHOD, node.func.attr)
        return Callee(PLAIN, node.func.id if isinstance(node.func, ast.Name) else "")


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Return each name a module binds by importing, with the dotted path it stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {item.asname or item.name.partition(".")[0]: item.name for item in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {item.asname or item.name: f"{node.module}.{item.name}" for item in node.names}
    return found
