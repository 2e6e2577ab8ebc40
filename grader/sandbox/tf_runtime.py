"""TensorFlow in a zygote and in its workers: imported but untouched before a fork, one thread, seeded, traced once.

A fork of a process in which an operation has run hangs for ever: its threads are gone, its locks are not. So a zygote
imports TensorFlow, settles what needs no operation, and is looked at before it serves.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_SEEDS = 1 << 31
_CONTEXT = "tensorflow.python.eager.context"


def loaded() -> ModuleType | None:
    """Return TensorFlow when this process has imported it, else None."""
    return sys.modules.get("tensorflow")


def settle() -> None:
    """Settle, where TensorFlow has just been imported, what learner code runs with.

    One thread within and between operations: numbers repeat, and few cores are not oversubscribed.
    """
    tensorflow = loaded()
    if tensorflow is None:
        return
    tensorflow.config.threading.set_intra_op_parallelism_threads(1)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    with contextlib.suppress(ImportError, AttributeError):
        _trace_once()


def require_untouched() -> None:
    """Raise RuntimeError when TensorFlow is here and has run an operation: forks of this process would hang."""
    if loaded() is not None and not _untouched():
        raise RuntimeError("TensorFlow has run operations or threads while it was imported, so it cannot be forked")


def seed(draw: bytes) -> None:
    """Seed TensorFlow's and Keras's global generators with a call's own draw, when they are here.

    It also seeds Python's and NumPy's, with fewer bits than the worker does afterwards.
    """
    if loaded() is not None:
        sys.modules["keras"].utils.set_random_seed(int.from_bytes(draw) % _SEEDS)


def own_frames(error: BaseException, own: str) -> list[tuple[int, str]]:
    """Return (line, function) of the author's own lines in traced code, outermost first.

    AutoGraph runs a translation of the author's functions and notes, on the exception, which lines they came from.
    """
    stack = getattr(getattr(error, "ag_error_metadata", None), "translated_stack", ())
    return [(frame.lineno, str(frame.function_name)) for frame in reversed(stack) if frame.filename == own]


def _untouched() -> bool:
    """Whether no operation has run: one thread, and no device opened."""
    with open("/proc/self/status") as status:  # noqa: PTH123 – no pathlib in the zygote
        alone = any(line.split() == ["Threads:", "1"] for line in status)
    context = getattr(sys.modules.get(_CONTEXT), "_context", None)
    return alone and not getattr(context, "_initialized", False)


@dataclass(frozen=True)
class _Spec:
    """Shape and dtype of one batch: all that a symbolic build looks at. No tuple, which Keras would look into."""

    shape: tuple[int | None, ...]
    dtype: Any


def _trace_once() -> None:
    """Have ``fit`` create optimizer, metric and loss variables before it traces the training step.

    Otherwise they are created while it is traced, and TensorFlow traces it a second time: half of the time of a
    short training. The numbers are the same to the last bit (a test compares them). What it needs of Keras is not
    public, so whatever fails here leaves ``fit`` as it was.
    """
    trainer = importlib.import_module("keras.src.backend.tensorflow.trainer").TensorFlowTrainer
    trainer.fit = _built_first(trainer.fit)


def _built_first(fit: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``fit``; whatever it is called with, it gets that and nothing else."""
    signature = inspect.signature(fit)

    @functools.wraps(fit)
    def built_first(*args: Any, **options: Any) -> Any:
        with contextlib.suppress(Exception):
            _build(**signature.bind(*args, **options).arguments)
        return fit(*args, **options)

    return built_first


def _build(*, self: Any, x: Any = None, y: Any = None, batch_size: int | None = None, **_: Any) -> None:
    """Create a model's training state before its step is traced; ``self`` and the rest are named as ``fit`` does."""
    batch = _batch(x, y, batch_size or 32)
    # Layers that are not built yet may be built otherwise by a model of the learner's own.
    if batch is not None and all(layer.built for layer in self._flatten_layers()):
        self._symbolic_build(data_batch=batch)


def _batch(x: Any, y: Any, size: int) -> tuple[Any, ...] | None:
    """Return shapes and dtypes of a batch of arrays or of a dataset's pairs, or None for anything else."""
    if y is None:
        spec = getattr(x, "element_spec", None)
        if type(spec) is not tuple or len(spec) not in (2, 3):
            return None
        return tuple(_Spec(tuple(one.shape), one.dtype) for one in spec)
    return tuple(_Spec((min(size, len(one)), *one.shape[1:]), one.dtype) for one in (x, y))
