"""Changes of elementwise functions: the neighbour's called, or none."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import arrays, filled, is_array
from grader.audit.mutation.naming import METHOD, PLAIN
from grader.audit.mutation.operators.renaming import renamed_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt
    from grader.audit.mutation.operators.renaming import Renames

_EXP_LOG = {"exp": ("expm1",), "expm1": ("exp",), "log1p": ("log",), "log": ("log1p",)}
EXP_LOG: Renames = {
    "numpy": {**_EXP_LOG, "log": ("log1p", "log10"), "log2": ("log",), "log10": ("log",)},
    "tensorflow": _EXP_LOG,
    "keras": _EXP_LOG,
}
_ARRAYS = {
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "sin": ("cos",),
    "cos": ("sin",),
    "tile": ("repeat",),
    "repeat": ("tile",),
    "cumsum": ("cumprod",),
}
LOOKALIKES: Renames = {
    "numpy": {
        **_ARRAYS,
        "hstack": ("vstack",),
        "vstack": ("hstack",),
        "dot": ("outer",),
        "outer": ("dot",),
        "any": ("all",),
        "all": ("any",),
        "median": ("mean",),
    },
    "tensorflow": {**_ARRAYS, "from_tensor_slices": ("from_tensors",), "reduce_any": ("reduce_all",)},
    "method": {"any": ("all",), "all": ("any",), "uniform": ("normal",), "normal": ("uniform",)},
    "plain": {"any": ("all",), "all": ("any",)},
}
CLASSES = {
    "Adam": "SGD",
    "SGD": "Adam",
    "BatchNormalization": "LayerNormalization",
    "LayerNormalization": "BatchNormalization",
    "ReLU": "LeakyReLU",
    "Dropout": "GaussianDropout",
    "SparseCategoricalCrossentropy": "CategoricalCrossentropy",
    "CategoricalCrossentropy": "SparseCategoricalCrossentropy",
    "BinaryCrossentropy": "MeanSquaredError",
    "MeanSquaredError": "MeanAbsoluteError",
}
"""Keras's, whichever way they are reached."""
DROPPED = frozenset(
    "abs absolute fabs sqrt square exp log log1p clip clip_by_value maximum minimum round sign sigmoid softmax tanh "
    "relu reduce_sum reduce_mean permutation to_categorical one_hot".split()
)
"""Functions of libraries that people forget."""


def exp_log(code: Excerpt) -> Iterator[Edit]:
    """Mistake exp for expm1, log for log1p, one base for another."""
    return renamed_calls(code, EXP_LOG)


def lookalike(code: Excerpt) -> Iterator[Edit]:
    """Call the function or class that is named or used alike, but for arrays that are filled wholly afterwards."""
    yield from renamed_calls(code, LOOKALIKES, without=filled(code))
    for home in ("keras", "tensorflow", METHOD, PLAIN):
        yield from renamed_calls(code, {home: {name: (other,) for name, other in CLASSES.items()}})


def call_dropped(code: Excerpt) -> Iterator[Edit]:
    """Forget a step: hand on the argument of an elementwise function, or of one of the module's own, as it is."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        known = name in DROPPED and home != METHOD
        own = home == PLAIN and len(call.args) == 1 and not call.keywords and name and not hasattr(builtins, name)
        statement = isinstance(code.parents[call], ast.Expr)
        if call.args and (known or own) and not statement and not isinstance(call.args[0], ast.Starred):
            yield code.put(call, call.args[0])


def root(code: Excerpt) -> Iterator[Edit]:
    """Take the root of a mean of squares."""
    np, tf = code.names.alias("numpy"), code.names.alias("tensorflow")
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        library = {"numpy": np, "tensorflow": tf}.get(home)
        if library and name in ("mean", "reduce_mean") and call.args and _is_square(code, call.args[0]):
            yield code.replace(call, f"{library}.sqrt({code.source(call)})")


def epsilon(code: Excerpt) -> Iterator[Edit]:
    """Add a small number to a divisor, or under a logarithm, against zeros that are to be treated otherwise."""
    known = arrays(code)
    for node in code.all(ast.BinOp):
        plain = not isinstance(node.right, ast.BinOp | ast.Constant)
        if isinstance(node.op, ast.Div) and plain and is_array(code, node.right, known):
            yield code.replace(node.right, f"({code.source(node.right)} + 1e-8)")
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if name == "log" and home in ("numpy", "tensorflow") and len(call.args) == 1:
            yield code.replace(call.args[0], f"{code.operand(call.args[0])} + 1e-8")


def _is_square(code: Excerpt, node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return isinstance(node.right, ast.Constant) and node.right.value == 2
    return isinstance(node, ast.Call) and code.names.callee(node).name == "square"
