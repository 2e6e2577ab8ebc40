"""A stand-in for Matplotlib axes: it draws nothing and notes what it was asked to draw.

Code that draws on axes handed to it cannot tell the two apart, so it can be tried, and checked, where Matplotlib is not
installed. What is noted is what a reader of the picture would see; colours and the like are accepted and forgotten.
"""

import numpy as np

FREE = (
    "autoscale",
    "axis",
    "grid",
    "locator_params",
    "margins",
    "minorticks_on",
    "set_facecolor",
    "set_xlim",
    "set_xmargin",
    "set_xscale",
    "set_xticks",
    "set_ylim",
    "set_ymargin",
    "set_yscale",
    "set_yticks",
    "tick_params",
    "ticklabel_format",
)
"""Methods that change how a picture looks and not what it says."""


class NotedLine:
    """One line of a plot, as ``plot`` returns it."""

    def __init__(self, x, y, label):
        self._x, self._y = x, y
        self._label = label

    def get_xdata(self):
        """Return the (k,) float64 array of places from left to right."""
        return self._x

    def get_ydata(self):
        """Return the (k,) float64 array of heights."""
        return self._y

    def get_label(self):
        """Return the name of the line; one that starts with an underscore means that it has none."""
        return self._label

    def set_label(self, label):
        """Name the line."""
        self._label = str(label)

    def __getattr__(self, name):
        if name.startswith("set_"):  # colours, markers, widths
            return _does_nothing
        raise AttributeError(name)


class NotedAxes:
    """Stands in for Matplotlib axes; ``print(ax.seen())`` tells what is on them."""

    def __init__(self):
        self._lines = []
        self._texts = {"title": "", "xlabel": "", "ylabel": ""}
        self._legend = None

    def plot(self, *args, label=None, **_style):
        """Note lines, as in ``plot(x, y, label="loss")``; without x, Matplotlib counts from 0.

        Returns:
            The list of the new lines.

        Raises:
            ValueError: x and y differ in length.
        """
        arrays = [np.asarray(one, dtype=np.float64) for one in args if not isinstance(one, str)]
        pairs = list(zip(arrays[0::2], arrays[1::2], strict=False))
        if len(arrays) % 2:
            pairs.append((np.arange(len(np.atleast_1d(arrays[-1])), dtype=np.float64), arrays[-1]))
        drawn = [line for x, y in pairs for line in self._new_lines(np.atleast_1d(x), np.atleast_1d(y), label)]
        self._lines += drawn
        return drawn

    def _new_lines(self, x, y, label):
        """Return a line for every column of y."""
        if len(x) != len(y):
            raise ValueError(f"x and y must have the same length, but have shapes {x.shape} and {y.shape}")
        columns = y.reshape(len(y), -1).T
        labels = label if isinstance(label, list | tuple) else [label] * len(columns)
        return [
            NotedLine(x.reshape(len(x), -1)[:, 0].copy(), column.copy(), "_" if text is None else str(text))
            for column, text in zip(columns, labels, strict=True)
        ]

    def set_xlabel(self, xlabel, **_style):
        """Name the horizontal axis."""
        self._texts["xlabel"] = str(xlabel)

    def set_ylabel(self, ylabel, **_style):
        """Name the vertical axis."""
        self._texts["ylabel"] = str(ylabel)

    def set_title(self, label, **_style):
        """Write a title."""
        self._texts["title"] = str(label)

    def set(self, **properties):
        """Set several properties at once, as in ``set(xlabel="epoch", ylabel="loss")``."""
        for name, value in properties.items():
            getattr(self, f"set_{name}")(value)

    def legend(self, *args, handles=None, labels=None, **_style):
        """Note a legend of the lines that have a name by now, or of all lines and the names given."""
        if len(args) == 2:
            handles, labels = args
        elif args:
            (labels,) = args
        lines = [line for line in self._lines if labels is not None or not line.get_label().startswith("_")]
        lines = lines if handles is None else list(handles)
        names = [line.get_label() for line in lines] if labels is None else [str(label) for label in labels]
        self._legend = list(zip(lines, names, strict=False))

    def get_lines(self):
        """Return the list of lines drawn so far."""
        return list(self._lines)

    @property
    def lines(self):
        """The lines drawn so far."""
        return self.get_lines()

    def get_legend_handles_labels(self):
        """Return the lines that have a name, and their names."""
        named = [line for line in self._lines if not line.get_label().startswith("_")]
        return named, [line.get_label() for line in named]

    def __getattr__(self, name):
        if name in FREE:
            return _does_nothing
        raise AttributeError(f"these axes have no {name!r}")

    def curves(self):
        """Return a dict for each line: its "name" in the legend, or None, and its "x" and "y", (k,) float64 arrays."""
        names = {id(line): name for line, name in self._legend or []}
        return [{"name": names.get(id(line)), "x": line.get_xdata(), "y": line.get_ydata()} for line in self._lines]

    def seen(self):
        """Return what a reader of the picture would see.

        Returns:
            Dict: "title", "xlabel" and "ylabel", strings, empty if not set; "legend", its list of names, or None if
            there is no legend; "curves", as ``curves`` tells them.
        """
        legend = None if self._legend is None else [name for _, name in self._legend]
        return {**self._texts, "legend": legend, "curves": self.curves()}


def _does_nothing(*_args, **_kwargs):
    return None
