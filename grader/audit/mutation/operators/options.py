"""Changes of how libraries are asked: an option forgotten, or one added that changes what comes out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.naming import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt

HARMLESS = frozenset("strict prefetch num_parallel_calls name axis keepdims dtype training from_logits ddof".split())
"""Keyword arguments that change no right answer, or that have an operator of their own."""
ADDED = {
    "fit": ("shuffle=False", "batch_size=1", "verbose=1"),
    "batch": ("drop_remainder=True",),
    "Dense": ('activation="relu"', 'kernel_initializer="zeros"'),
    "BatchNormalization": ("center=False", "scale=False"),
    "Dropout": ("trainable=False",),
    "LSTM": ("return_sequences=True",),
    "EarlyStopping": ("restore_best_weights=False",),
}
"""What people add to a call of Keras or of a dataset without need."""


def keyword(code: Excerpt) -> Iterator[Edit]:
    """Forget an option of a call."""
    for call in code.all(ast.Call):
        for place, item in enumerate(call.keywords, len(call.args)):
            if item.arg is not None and item.arg not in HARMLESS:
                yield code.without([*call.args, *call.keywords], place)


def added(code: Excerpt) -> Iterator[Edit]:
    """Add an option to a call that changes what it does."""
    for call in code.all(ast.Call):
        given = {item.arg for item in call.keywords}
        for option in ADDED.get(code.names.callee(call).name, ()):
            if option.partition("=")[0] not in given:
                yield code.with_keyword(call, option)


def buffer(code: Excerpt) -> Iterator[Edit]:
    """Shuffle within a small window only, and repeat a pipeline without end."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if (
            home == METHOD
            and name == "shuffle"
            and call.args
            and isinstance(code.parents[call], ast.Assign | ast.Return)
        ):
            yield from (code.replace(call.args[0], size) for size in ("1", f"{code.operand(call.args[0])} // 2"))
        elif home == METHOD and name == "prefetch":
            yield code.replace(call, f"{code.source(call)}.repeat()")
