"""What the lines of a file assign to, and values told by their form: a part of the probe that traces a call.

Like ``tracing``, this text runs beside a learner's code, in the worker of their own check and in no other.
"""

from __future__ import annotations

import ast
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT = 400
_LARGEST_SEARCHED = 100_000
"""Elements of the largest array that is searched for what is not finite."""
_LEVELS = 2
"""Lists, dicts and records inside one another that are looked into."""
_MOST = 8
"""Items of the largest list or dict that is told whole."""
_FEW = 4
"""Items told of one that is larger, or is inside of another; fields of a record."""
_PLAIN = (bool, int, float, complex, type(None))
_SMALL = 8
"""Elements of the largest array that is told with its values."""


class Statement(NamedTuple):
    """A statement, of a compound one its head: first line, lines of the loops around it, and what it assigns to."""

    line: int
    loops: tuple[int, ...]
    is_loop: bool
    targets: tuple[ast.expr, ...]


def assigned(statement: Statement | None, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a statement assigns to and holds now: names, attributes, items under a constant key."""
    found = []
    waiting = list(statement.targets) if statement else []
    while waiting:
        target = waiting.pop(0)
        if isinstance(target, ast.Tuple | ast.List):
            waiting[:0] = target.elts
        elif isinstance(target, ast.Starred):
            waiting.insert(0, target.value)
        else:
            found += _held(target, values)
    return found


def _held(target: ast.expr, values: dict[str, Any]) -> list[tuple[str, str]]:
    base = target.value if isinstance(target, ast.Attribute | ast.Subscript) else target
    if not isinstance(base, ast.Name) or base.id not in values:
        return []
    value = values[base.id]
    if isinstance(target, ast.Attribute):
        inner = getattr(value, "__dict__", {})
        return [(f"{base.id}.{target.attr}", described(inner[target.attr]))] if target.attr in inner else []
    key = target.slice.value if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant) else None
    if type(value) is dict and type(key) is str and key in value:
        return [(f"{base.id}[{key!r}]", described(value[key]))]
    return [(base.id, described(value))]


def statements(text: str) -> tuple[dict[int, Statement], dict[int, int]]:
    """Return line → statement, and first line of a function, its decorators included → the line of its ``def``."""
    found: dict[int, Statement] = {}
    heads: dict[int, int] = {}
    waiting: list[tuple[ast.stmt, tuple[int, ...]]] = [(node, ()) for node in ast.parse(text).body]
    while waiting:
        node, loops = waiting.pop(0)
        for item in getattr(node, "decorator_list", ()):
            heads[item.lineno] = node.lineno
        is_loop = isinstance(node, ast.For | ast.While)
        statement = Statement(node.lineno, loops, is_loop, _targets(node))
        for line in range(node.lineno, _last_line(node) + 1):
            found[line] = statement
        inner = (*loops, node.lineno) if is_loop else loops
        waiting += [(part, inner if part in getattr(node, "body", ()) else loops) for part in _parts(node)]
    return found, heads


def _parts(node: ast.stmt) -> list[ast.stmt]:
    groups = [getattr(node, name, ()) for name in ("body", "orelse", "finalbody")]
    groups += [inner.body for name in ("handlers", "cases") for inner in getattr(node, name, ())]
    return [part for group in groups for part in group]


def _last_line(node: ast.stmt) -> int:
    """Return the last line of a statement, of a compound one that of its head."""
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno


def _targets(node: ast.stmt) -> tuple[ast.expr, ...]:
    if isinstance(node, ast.Assign):
        return tuple(node.targets)
    if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
        return (node.target,)
    return ()


def described(value: Any) -> str:
    """Return the form of a value in a few words: shape and dtype of arrays, the value of numbers, lengths of lists.

    An array of few numbers is told with its values, and what holds others – a list, dict, dataclass, named tuple –
    with the forms of these, and what is in one of them with the forms of its own.
    """
    try:
        text = _described(value, _LEVELS)
    except Exception:  # noqa: BLE001 – whatever a hostile object does while it is looked at
        text = type(value).__name__
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _described(value: Any, levels: int) -> str:
    """Describe a value; ``levels`` counts how many collections inside one another may still be looked into."""
    kind = type(value)
    if isinstance(value, np.ndarray):
        return f"{value.shape} {value.dtype}{_not_finite(value)}{_values(value) if levels == _LEVELS else ''}"
    if isinstance(value, np.generic):
        return f"{value.dtype} {value}"
    if kind in _PLAIN:
        return repr(value) if kind is not int or abs(value) < 10**30 else "a large int"
    if kind is str:
        return repr(value if len(value) <= 24 else value[:23] + "…")
    of_tensorflow = _dataset(value) or _tensor(value, has_values=levels == _LEVELS)
    return of_tensorflow or _record(value, levels) or _collection(value, levels) or _named(value)


def _collection(value: Any, levels: int) -> str:
    """Describe a list, tuple, dict or set, and what it holds under which key; empty for anything else."""
    if not isinstance(value, list | tuple | dict | set | frozenset):
        return ""
    head = f"{type(value).__name__} of {len(value)}"
    if not levels or not value or isinstance(value, set | frozenset):
        return head
    most = _MOST if levels == _LEVELS and len(value) <= _MOST else _FEW
    told = [key + _described(item, levels - 1) for key, item in islice(_keyed(value), most)]
    inner = ", ".join([*told, "…"] if len(value) > most else told)
    return f"{head}: {inner}" if levels == _LEVELS else f"{head} ({inner})"


def _keyed(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield keys, as text with a space behind it, and items; a list of mere numbers and texts needs no positions."""
    if isinstance(value, dict):
        yield from ((f"{key!s:.20} ", item) for key, item in value.items())
    elif all(type(item) in (*_PLAIN, str) for item in islice(value, _MOST)):
        yield from (("", item) for item in value)
    else:
        yield from ((f"[{position}] ", item) for position, item in enumerate(value))


def _record(value: Any, levels: int) -> str:
    """Describe an instance of a dataclass or of a named tuple by its fields; empty for anything else."""
    kind = type(value)
    names = [*getattr(kind, "__dataclass_fields__", getattr(kind, "_fields", ()) if isinstance(value, tuple) else ())]
    if not names:
        return ""
    if not levels:
        return kind.__name__
    told = [f"{name} {_described(getattr(value, name, None), levels - 1)}" for name in names[:_FEW]]
    return f"{kind.__name__}({', '.join([*told, '…'] if len(names) > _FEW else told)})"


def _values(array: np.ndarray[Any, Any]) -> str:
    """Return the values of a small array of numbers, on one line."""
    if array.dtype.kind not in "biufc" or not 0 < array.size <= _SMALL:
        return ""
    text = np.array2string(array, max_line_width=LONGEST_TEXT, precision=4, separator=" ")
    return f" = {' '.join(text.split()).replace('[ ', '[').replace(' ]', ']')}"


def _not_finite(array: np.ndarray[Any, Any]) -> str:
    if array.dtype.kind not in "fc" or array.size > _LARGEST_SEARCHED or np.isfinite(array).all():
        return ""
    return ", with nan" if np.isnan(array).any() else ", with inf"


def _tensor(value: Any, *, has_values: bool) -> str:
    """Describe a tensor or variable; those of a graph that is being built have no value yet."""
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None or not hasattr(value, "shape") or not hasattr(value, "dtype"):
        return ""
    if isinstance(value, tensorflow.TypeSpec):
        return f"spec {_shape_and_dtype(value)}"
    is_variable = isinstance(value, tensorflow.Variable | sys.modules["keras"].Variable)
    word = "variable" if is_variable else "tensor" if hasattr(value, "numpy") else "symbolic tensor"
    return f"{word} {_shape_and_dtype(value)}{_values(value.numpy()) if has_values and word == 'tensor' else ''}"


def _dataset(value: Any) -> str:
    """Describe a ``tf.data.Dataset`` by what its elements are made of; nothing is drawn from it."""
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None or not isinstance(value, tensorflow.data.Dataset):
        return ""
    return f"dataset of {_element(value.element_spec)}"


def _element(spec: Any) -> str:
    """Describe the element of a dataset: a tensor, or tuples and dicts of these."""
    if isinstance(spec, dict):
        return f"{{{', '.join(f'{key!s:.20} {_element(item)}' for key, item in spec.items())}}}"
    if isinstance(spec, tuple | list):
        return f"({', '.join(map(_element, spec))})"
    return _shape_and_dtype(spec) if hasattr(spec, "shape") and hasattr(spec, "dtype") else type(spec).__name__


def _shape_and_dtype(value: Any) -> str:
    shape = "of unknown shape" if getattr(value.shape, "rank", 0) is None else tuple(value.shape)
    return f"{shape} {getattr(value.dtype, 'name', value.dtype)}"


def _named(value: Any) -> str:
    name = getattr(value, "__name__", None)
    return f"function {name}" if callable(value) and type(name) is str else type(value).__name__
