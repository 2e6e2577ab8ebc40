"""Our own operators, suited to array code: a table from the name of a kind of change to the function that makes it.

An operator takes the excerpt of one definition and yields its changes; nothing else is needed to add one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from grader.audit.mutation.operators import (
    arguments,
    axes,
    blocks,
    copies,
    dtypes,
    functions,
    layout,
    loops,
    operands,
    options,
    parts,
    reductions,
    statements,
    tensors,
)

if TYPE_CHECKING:
    from grader.audit.mutation.excerpt import Edit, Excerpt

Operator = Callable[["Excerpt"], Iterator["Edit"]]

OPERATORS: dict[str, Operator] = {
    "axis": axes.axis,
    "keepdims": axes.keepdims,
    "newaxis": layout.newaxis,
    "transpose": layout.transpose,
    "matmul": layout.matmul,
    "reshape": layout.reshape,
    "mean-sum": reductions.mean_sum,
    "scale": reductions.scale,
    "max-min": reductions.max_min,
    "spread": reductions.spread,
    "exp-log": functions.exp_log,
    "training": tensors.training,
    "logits": tensors.logits,
    "trainable": tensors.trainable,
    "tape": tensors.tape,
    "copy": copies.copy,
    "in-place": copies.in_place,
    "dtype": dtypes.dtype,
    "dtype-narrowed": dtypes.narrowed,
    "range": loops.ranges,
    "slice": loops.slices,
    "index": loops.index,
    "order": loops.order,
    "ties": loops.ties,
    "branch": statements.branch,
    "augmented": statements.augmented,
    "removed-statement": statements.removed,
    "indentation": blocks.indentation,
    "reset": blocks.reset,
    "hoisted": blocks.hoisted,
    "doubled-statement": blocks.doubled,
    "swapped-statements": statements.exchanged,
    "exception": statements.exception,
    "swapped-arguments": arguments.swapped,
    "keyword": options.keyword,
    "keyword-added": options.added,
    "buffer": options.buffer,
    "lookalike": functions.lookalike,
    "root": functions.root,
    "epsilon": functions.epsilon,
    "call-dropped": functions.call_dropped,
    "operand": operands.operand,
    "swapped-operands": operands.swapped_operands,
    "alike": arguments.alike,
    "ignored-argument": arguments.ignored,
    "part": parts.part,
    "key": parts.key,
    "zero": parts.zero,
    "constant": parts.constant,
}
"""In order of how telling their names are: of two that make the same mutant the first gives its name."""
