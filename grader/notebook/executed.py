"""The cells a kernel has run, as statements: which of them made what a name holds now."""

from __future__ import annotations

import ast
import inspect
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from grader.source.definitions import Named, assigned_names
from grader.source.keep import ASSIGNMENTS, DEFINITIONS, TRANSPARENT, bound_names
from grader.source.magics import plain_python
from grader.source.parsing import UNREADABLE, Positions, parse
from grader.source.salvage import salvage, unread, unread_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_WRAPPED = ("__wrapped__", "python_function", "__func__", "func")
"""Where decorators keep what they decorate; ``tf.function`` has the second."""
_MOST_WRAPPERS = 10


@dataclass(frozen=True, eq=False)
class Statement:
    """A top-level statement of a cell; ``cell`` is the number it ran under, 0 for text that is no cell's."""

    cell: int
    node: ast.stmt
    start: int
    end: int
    text: str = field(repr=False)
    """The whole cell."""

    @property
    def place(self) -> tuple[int, int]:
        """Its place in the order in which statements ran."""
        return self.cell, self.start

    @property
    def own_text(self) -> str:
        """The statement alone."""
        return self.text[self.start : self.end]


class History:
    """What ran in a kernel, newest first, beside what its names hold now."""

    def __init__(self, inputs: Sequence[str], names: Mapping[str, Any]) -> None:
        self.names = names
        self._inputs = inputs
        found = [one for number, text in enumerate(inputs) if text.strip() for one in statements(number, text)]
        self._by_name: dict[str, list[Statement]] = {}
        self.futures = frozenset(name for one in found for name in _futures(one.node))
        for one in reversed(found):
            for name in bound(one.node):
                self._by_name.setdefault(name, []).append(one)

    def bindings(self, name: str) -> list[Statement]:
        """Return the statements that bind a name or change what it holds, newest first."""
        return self._by_name.get(name, [])

    def made(self, name: str) -> list[Statement]:
        """Return the statements that made what a name holds: one, and those of its cell that change it afterwards.

        Of a function or class it is the one whose code is the code in use: a cell that failed half-way has not made
        anything. Empty where no cell did.
        """
        found = self.bindings(name)
        if name not in self.names or not found:
            return []
        live: dict[str, CodeType] = {}
        with suppress(Exception):  # an object of the learner's may resist being looked at
            live = _codes(self.names[name])
        chosen = next((one for one in found if _could_have_made(one, name, live)), None)
        if chosen is None:
            return []
        return [one for one in found if one.cell == chosen.cell and (one is chosen or _changes(one, chosen, name))]

    def unfinished(self, name: str, made: Statement) -> list[int]:
        """Return the newer cells that define a name otherwise, newest first: they did not come to their end."""
        defining = (one for one in self.bindings(name) if isinstance(one.node, Named) and one.cell > made.cell)
        return list(dict.fromkeys(one.cell for one in defining if one.own_text != made.own_text))

    def unread(self, name: str) -> str:
        """Return the remark on the newest cell in which a name could not be read, if none that ran is newer.

        Empty for none. Of a text that does not parse nothing runs, so such a cell has not changed what is in use.
        """
        last = self.bindings(name)[0].cell if self.bindings(name) else 0
        for number in range(len(self._inputs) - 1, last, -1):
            if name in self._inputs[number]:
                told = salvage(plain_python(self._inputs[number])[0])[1]
                said = next((one for one in unread(told) if unread_name(one) == name), "")
                if said:
                    return f"In[{number}], {said}"
        return ""


def statements(cell: int, text: str) -> Iterator[Statement]:
    """Yield the statements of a cell; none of one that does not parse, for it has not run."""
    python, _ = plain_python(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        body = parse(python).body
    except UNREADABLE:
        return
    positions = Positions(python)
    for node in body:
        start, end = positions.span(node)
        yield Statement(cell, node, start, end, python)


def bound(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement binds or changes, those of its parts if these run at most once included."""
    if isinstance(node, DEFINITIONS):
        return frozenset({node.name})
    if isinstance(node, ast.Import | ast.ImportFrom):
        return frozenset((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    if isinstance(node, ASSIGNMENTS):
        return bound_names(node)
    if not isinstance(node, TRANSPARENT):
        return frozenset()
    groups = [getattr(node, name, ()) for name in ("body", "orelse", "finalbody")]
    groups += [handler.body for handler in getattr(node, "handlers", ())]
    return frozenset(name for group in groups for part in group for name in bound(part))


def lent(name: str, value: Any) -> Statement | None:
    """Return the text of what no cell has made, such as a file that ``%run`` has run: an import or a definition."""
    if isinstance(value, ModuleType):
        return next(statements(0, f"import {value.__name__} as {name}"), None)
    try:
        text = inspect.cleandoc("\n" + inspect.getsource(_unwrapped(value)))
    except Exception:  # noqa: BLE001 – it has no source, or resists being looked at
        return None
    return next((one for one in statements(0, text) if name in bound(one.node)), None)


def _futures(node: ast.stmt) -> Iterable[str]:
    is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return (alias.name for alias in node.names) if is_future and isinstance(node, ast.ImportFrom) else ()


def _changes(one: Statement, chosen: Statement, name: str) -> bool:
    """Whether a statement below the chosen one changes what the name holds, as ``grads["W"] = 0`` does."""
    if one.start < chosen.start or not isinstance(one.node, ASSIGNMENTS):
        return False
    return isinstance(one.node, ast.AugAssign) or name not in assigned_names(one.node)


def _could_have_made(one: Statement, name: str, live: Mapping[str, CodeType]) -> bool:
    """Whether a statement may have made what a name holds: its code is looked at where there is any to compare."""
    if isinstance(one.node, ASSIGNMENTS):
        return not isinstance(one.node, ast.AugAssign) and name in assigned_names(one.node)
    if not isinstance(one.node, Named):
        return True
    own = {key: code for key, code in live.items() if key.partition(".")[0] == name}
    if not own:
        return not live or "<locals>" in next(iter(live))
    written = _compiled(one.node)
    return all(key in written and _alike(code, written[key]) for key, code in own.items())


def _codes(value: Any) -> dict[str, CodeType]:
    """Return the code of a function, or of a class's methods, by qualified name; empty for anything else."""
    value = _unwrapped(value)
    if isinstance(value, FunctionType):
        return {value.__code__.co_qualname: value.__code__}
    if not isinstance(value, type):
        return {}
    parts = (_unwrapped(part.fget if isinstance(part, property) else part) for part in vars(value).values())
    codes = (part.__code__ for part in parts if isinstance(part, FunctionType))
    return {code.co_qualname: code for code in codes if code.co_qualname.startswith(f"{value.__qualname__}.")}


def _unwrapped(value: Any) -> Any:
    for _ in range(_MOST_WRAPPERS):
        if isinstance(value, type):
            return value
        inner = next((value.__dict__[name] for name in _WRAPPED if name in getattr(value, "__dict__", {})), None)
        inner = inner or next((part for name in _WRAPPED if (part := getattr(value, name, None)) is not None), None)
        if inner is None:
            return value
        value = inner
    return value


def _compiled(node: ast.stmt) -> dict[str, CodeType]:
    """Return the code of every function in a definition, by qualified name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the cell has said what it warns of when it ran
        waiting = [compile(ast.Module([node], type_ignores=[]), "<cell>", "exec", dont_inherit=True)]
    found: dict[str, CodeType] = {}
    while waiting:
        inner = [const for const in waiting.pop().co_consts if isinstance(const, CodeType)]
        found.update((code.co_qualname, code) for code in inner)
        waiting += inner
    return found


def _alike(one: CodeType, other: CodeType) -> bool:
    """Whether two functions were written alike, wherever their lines stand."""
    same = ("co_name", "co_code", "co_names", "co_varnames", "co_freevars", "co_argcount", "co_kwonlyargcount")
    if any(getattr(one, name) != getattr(other, name) for name in same) or len(one.co_consts) != len(other.co_consts):
        return False
    pairs = zip(one.co_consts, other.co_consts, strict=True)
    return all(
        _alike(a, b) if isinstance(a, CodeType) and isinstance(b, CodeType) else repr(a) == repr(b) for a, b in pairs
    )
