# ruff: noqa: INP001
"""Draw the picture of week c1w3: which points a unit, and nets of several widths, would call 1.

Run this file from anywhere; it writes templates/assets/c1w3_petals.svg. Plain NumPy and text.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "solutions"))

import c1w3_shallow_networks as week  # noqa: E402 - found through the line above

Decision = Callable[[np.ndarray], np.ndarray]
SIDE, CELLS, REACH = 200, 80, 2.4
"""Side of a panel in SVG units, cells along it, and how far it reaches from the origin."""


def places(points: np.ndarray) -> str:
    """Return (k, 2) points as a path of dots."""
    x, y = (points * [1, -1] / REACH + 1).T * SIDE / 2
    return "".join(f"M{a:.0f} {b:.0f}h0" for a, b in zip(x, y, strict=True))


def region(called: np.ndarray) -> str:
    """Return the cells that are true in a (CELLS, CELLS) array, top row first, as a path of horizontal bars."""
    bars = []
    for row, line in enumerate(called):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(int), [0]])))
        bars += [f"M{start} {row}h{end - start}v1h-{end - start}z" for start, end in edges.reshape(-1, 2)]
    return "".join(bars)


def panel(left: int, title: str, decide: Decision, points: np.ndarray, labels: np.ndarray) -> str:
    """Return one panel: the ground in the colour of what would be called there, and the training points."""
    middles = (np.arange(CELLS) + 0.5) / CELLS * 2 * REACH - REACH
    grid = np.stack(np.meshgrid(middles, -middles), axis=2).reshape(-1, 2)
    called = region(decide(grid).reshape(CELLS, CELLS))
    paths = [(colour, places(points[labels == label])) for label, colour in ((0, "#05c"), (1, "#c50"))]
    dots = "".join(f'<path stroke="{colour}" d="{path}"/>' for colour, path in paths)
    return (
        f'<text x="{left + SIDE / 2:g}" y="18" text-anchor="middle" font-size="13">{title}</text>'
        f'<svg x="{left}" y="28" width="{SIDE}" height="{SIDE}"><rect width="{SIDE}" height="{SIDE}" fill="#dbe8fa"/>'
        f'<path transform="scale({SIDE / CELLS:g})" fill="#fadfc8" d="{called}"/>'
        f'<g stroke-width="4" stroke-linecap="round">{dots}</g></svg>'
    )


def logistic_unit(points: np.ndarray, labels: np.ndarray) -> Decision:
    """Train the unit of week c1w2; return the function from points to decisions."""
    w, b = np.zeros(2), 0.0
    for _ in range(500):
        dz = (week.sigmoid(points @ w + b) - labels) / len(labels)
        w, b = w - 0.5 * points.T @ dz, b - 0.5 * np.sum(dz)
    return lambda new: new @ w + b >= 0


def net(points: np.ndarray, labels: np.ndarray, n_h: int) -> Decision:
    """Train a net of the week; return the function from points to decisions."""
    trained, _ = week.fit_planar(points, labels, n_h, 1.0, 1500, np.random.default_rng(0))
    return lambda new: week.two_layer_forward(new, trained)[0] >= 0.5


def main() -> None:
    """Write the picture and print the accuracies that the handout tells."""
    points, labels, new, truth = week.petal_split(0)
    models = {"one unit": logistic_unit(points, labels)}
    models |= {f"{n_h} hidden units": net(points, labels, n_h) for n_h in (2, 4, 8)}
    panels = []
    for place, (title, decide) in enumerate(models.items()):
        right = np.mean(decide(new) == truth)
        panels.append(panel(10 + 220 * place, f"{title}: {right:.1%} right", decide, points, labels))
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 240" width="880" font-family="sans-serif">'
    title = "<title>What one unit and nets of 2, 4 and 8 hidden units make of the petals</title>"
    body = '<rect width="880" height="240" fill="#fff"/>' + "\n".join(panels)
    picture = ROOT / "templates" / "assets" / "c1w3_petals.svg"
    picture.write_text(f"{head}{title}{body}</svg>\n", encoding="utf-8")
    print("\n".join(panel.partition("</text>")[0].rpartition(">")[2] for panel in panels))  # noqa: T201 - a script


if __name__ == "__main__":
    main()
