"""Changes of what only deep learning has: training mode, logits, tapes, what is trainable."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt

VARIABLES = {
    "trainable_variables": "variables",
    "trainable_weights": "weights",
    "variables": "trainable_variables",
    "weights": "trainable_weights",
}


def training(code: Excerpt) -> Iterator[Edit]:
    """Run a model in the other mode, in one mode always, or in the mode it chooses."""
    for call in code.all(ast.Call):
        for place, item in enumerate(call.keywords, len(call.args)):
            if item.arg == "training":
                yield from (code.replace(item.value, constant) for constant in ("True", "False"))
                yield code.without([*call.args, *call.keywords], place)


def logits(code: Excerpt) -> Iterator[Edit]:
    """Take logits for probabilities, or probabilities for logits."""
    for call in code.all(ast.Call):
        name = code.names.callee(call).name
        for item in call.keywords:
            if item.arg == "from_logits" and isinstance(item.value, ast.Constant):
                yield code.replace(item.value, str(not item.value.value))
        if "logits" in name and _squash(code):
            given = [item.value for item in call.keywords if item.arg == "logits"] or call.args[:1]
            yield from (code.replace(item, f"{_squash(code)}({code.source(item)})") for item in given)
    dense = [call for call in code.all(ast.Call) if code.names.callee(call).name == "Dense"]
    if dense and all(item.arg != "activation" for item in dense[-1].keywords) and len(dense[-1].args) == 1:
        yield code.with_keyword(dense[-1], 'activation="softmax"')


def trainable(code: Excerpt) -> Iterator[Edit]:
    """Update all variables where only the trainable ones are to be, or the other way round."""
    for node in code.all(ast.Attribute):
        if node.attr in VARIABLES and isinstance(node.ctx, ast.Load):
            yield code.replace(node, f"{code.source(node.value)}.{VARIABLES[node.attr]}")


def tape(code: Excerpt) -> Iterator[Edit]:
    """Forget to watch, or let a tape forget after one gradient."""
    for node in code.all(ast.Expr):
        call = node.value
        if isinstance(call, ast.Call) and code.names.callee(call).name == "watch":
            yield code.remove(node)
    for call in code.all(ast.Call):
        for place, item in enumerate(call.keywords, len(call.args)):
            if item.arg == "persistent":
                yield code.without([*call.args, *call.keywords], place)


def _squash(code: Excerpt) -> str | None:
    """Return the function of this module's that makes probabilities of logits, as it is called there."""
    tf = code.names.alias("tensorflow")
    called = {code.names.callee(call) for call in code.all(ast.Call)}
    own = next((name for home, name in sorted(called) if home == "plain" and name in ("sigmoid", "softmax")), None)
    return own or (f"{tf}.nn.softmax" if tf else None)
