"""Probes of the week: they run beside the implementation and return plain data; the checks judge it.

Each gets the implementation's module first. None of them knows what a right answer is: inputs come as arguments, and what
was seen goes back.
"""

import sys
import types
from unittest.mock import patch

import notedaxes
import numpy as np

# ---------------------------------------------------------------- gradient_step


def shared_memory(module, P, grads, lr):
    """Take a step and see what is new.

    Returns:
        ``(same, shared)``: whether the answer is one of the two dicts; for each key, whether its array shares memory with
        the old one or with the gradient.
    """
    new = module.gradient_step(P, grads, lr)
    return new is P or new is grads, {key: any(np.shares_memory(new[key], old[key]) for old in (P, grads)) for key in P}


# ---------------------------------------------------------------- draw_history


class NotedPyplot(types.ModuleType):
    """Stands in for ``matplotlib.pyplot``: notes the name of every function called, and has axes of its own."""

    def __init__(self, name):
        super().__init__(name)
        self.calls = []
        self.current = notedaxes.NotedAxes()

    def __getattr__(self, function):
        if function.startswith("__"):
            raise AttributeError(function)
        return lambda *args, **kwargs: self._called(function, args, kwargs)

    def _called(self, function, args, kwargs):
        self.calls.append(function)
        if function in ("gca", "axes", "subplot"):
            return self.current
        if function in ("gcf", "figure", "subplots"):
            figure = NotedFigure(self.calls)
            return (figure, self.current) if function == "subplots" else figure
        method = getattr(self.current, function if function in ("plot", "legend") else f"set_{function}", None)
        return method and method(*args, **kwargs)


class NotedFigure:
    """Stands in for a figure: notes the name of every method called."""

    def __init__(self, calls):
        self._calls = calls

    def __getattr__(self, method):
        return lambda *_args, **_kwargs: self._calls.append(method)


def drawn(module, history, before=()):
    """Let the implementation draw on a stand-in for axes, with a stand-in for pyplot to turn to.

    Args:
        module: The implementation.
        history: What to draw.
        before: Pairs (x, y) of lines that are on the axes already.

    Returns:
        Dict: "curves", the lines on the axes, as ``NotedAxes`` tells them; "legend", whether there is one; "labelled",
        whether the horizontal and the vertical axis have a label; "returned", whether the axes were returned;
        "elsewhere", whether pyplot was called.
    """
    pyplot, axes = NotedPyplot("matplotlib.pyplot"), notedaxes.NotedAxes()
    for x, y in before:
        axes.plot(x, y)
    package = types.ModuleType("matplotlib")
    package.pyplot = pyplot
    lent = {"matplotlib": package, "matplotlib.pyplot": pyplot}
    with patch.dict(sys.modules, lent), patch.dict(vars(module), plt=pyplot):
        returned = module.draw_history(axes, history)
    seen = axes.seen()
    return {
        "curves": seen["curves"],
        "legend": seen["legend"] is not None,
        "labelled": [bool(seen[name].strip()) for name in ("xlabel", "ylabel")],
        "returned": returned is axes,
        "elsewhere": bool(pyplot.calls),
    }
