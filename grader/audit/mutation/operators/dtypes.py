"""Changes of dtypes: narrower ones, ints for floats, conversions forgotten."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import arrays, assignments, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt

OTHERS = {
    "float": ("{np}.float32", "int"),
    "int": ("float", "bool"),
    "bool": ("int",),
    "numpy.float64": ("{np}.float32", "int"),
    "numpy.float32": ("float", "int"),
    "numpy.int64": ("float",),
    "tensorflow.float32": ("{tf}.float64", "{tf}.int32"),
    "tensorflow.float64": ("{tf}.float32",),
    "tensorflow.int32": ("{tf}.float32",),
    "'float32'": ('"float64"', '"int32"'),
    "'float64'": ('"float32"', '"int64"'),
    "'int32'": ('"float32"',),
}
"""What a dtype, as it is written, is taken for."""
MADE = frozenset("zeros ones empty full zeros_like ones_like".split())


def dtype(code: Excerpt) -> Iterator[Edit]:
    """Convert to another dtype, or not at all."""
    for call in code.all(ast.Call):
        name = code.names.callee(call).name
        if name == "astype" and call.args and isinstance(call.func, ast.Attribute):
            yield code.put(call, call.func.value)
            yield from _other_dtypes(code, call.args[0])
        elif name == "cast" and len(call.args) == 2:
            yield code.put(call, call.args[0])
            yield from _other_dtypes(code, call.args[1])
        for index, item in enumerate(call.keywords, len(call.args)):
            if item.arg == "dtype":
                yield code.without([*call.args, *call.keywords], index)
                yield from _other_dtypes(code, item.value)


def narrowed(code: Excerpt) -> Iterator[Edit]:
    """Make arrays of ints or of float32, convert single numbers to ints, return float32."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if home == "plain" and name in ("float", "int") and len(call.args) == 1:
            yield code.replace(call.func, "int" if name == "float" else "float")
    np = code.names.alias("numpy")
    if np:
        for call in _written_into(code):
            yield code.with_keyword(call, "dtype=int")
            yield code.with_keyword(call, f"dtype={np}.float32")
        results = (part for node in code.all(ast.Return) for part in _results(node))
        known = arrays(code)
        found = (part for part in results if is_array(code, part, known) and not _is_tensor(code, part))
        yield from (code.replace(part, f"{code.operand(part)}.astype({np}.float32)") for part in found)


def _written_into(code: Excerpt) -> Iterator[ast.Call]:
    """Yield the calls that make arrays, without a dtype, whose entries are written later: where the dtype stays."""
    written = {
        node.value.id
        for node in code.all(ast.Subscript)
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name)
    }
    for name, value in assignments(code):
        made = isinstance(value, ast.Call) and code.names.callee(value).name in MADE
        if made and name in written and isinstance(value, ast.Call) and not _has_dtype(value):
            yield value


def _has_dtype(call: ast.Call) -> bool:
    return any(item.arg == "dtype" for item in call.keywords)


def _other_dtypes(code: Excerpt, node: ast.expr) -> Iterator[Edit]:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    written = ast.unparse(node) if is_text else code.names.path(node)
    known = {"np": code.names.alias("numpy"), "tf": code.names.alias("tensorflow")}
    for other in OTHERS.get(written, ()):
        if all(library for key, library in known.items() if f"{{{key}}}" in other):
            yield code.replace(node, other.format(**known))


def _results(node: ast.Return) -> list[ast.expr]:
    if node.value is None:
        return []
    return node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]


def _is_tensor(code: Excerpt, node: ast.expr) -> bool:
    return any(isinstance(item, ast.Call) and code.names.callee(item).home == "tensorflow" for item in ast.walk(node))
