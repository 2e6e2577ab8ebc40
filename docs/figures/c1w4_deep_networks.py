# ruff: noqa: INP001
"""Draw the picture of the handout of c1w4: run this file from anywhere, it writes an SVG file into templates/assets.

Plain NumPy and text. Regions and dots are drawn on a coarse raster, so that another processor draws the same bytes.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "solutions"))

import c1w4_deep_networks as week  # noqa: E402 - found through the line above

TARGET = ROOT / "templates" / "assets" / "c1w4_spirals.svg"
REACH = 2.8
"""The plane is shown from -REACH to REACH along both axes."""
CELLS = 64
"""Cells of a panel along one axis."""
SIDE = 192
"""Side of a panel, in SVG units."""
GROUND = ("#cfe0f7", "#f9dcc4")
DOTS = ("#0a4c9c", "#b34700")


def regions(params: list) -> str:
    """Return the cells of a panel as one SVG path per label, cells of a row joined where they are alike."""
    middle = (np.arange(CELLS) + 0.5) / CELLS * 2 * REACH - REACH
    across, up = np.meshgrid(middle, -middle)
    p, _ = week.deep_forward(np.column_stack([across.ravel(), up.ravel()]), params)
    labels = (p >= 0.5).astype(int).reshape(CELLS, CELLS)
    parts: tuple[list[str], list[str]] = ([], [])
    for row, line in enumerate(labels):
        ends = np.append(np.flatnonzero(np.diff(line)) + 1, CELLS)
        for start, end in zip(np.append(0, ends[:-1]), ends, strict=True):
            parts[line[start]].append(f"M{start} {row}h{end - start}v1h-{end - start}z")
    paths = "".join(f'<path fill="{GROUND[label]}" d="{"".join(parts[label])}"/>' for label in (0, 1))
    return f'<g transform="scale({SIDE / CELLS:g})" shape-rendering="crispEdges">{paths}</g>'


def dots(points: np.ndarray, labels: np.ndarray) -> str:
    """Return points as SVG: strokes without length and with round ends."""
    places = np.round((points * [1, -1] + REACH) / (2 * REACH) * SIDE).astype(int)
    style = 'fill="none" stroke-width="4" stroke-linecap="round"'
    return "".join(
        f'<path stroke="{DOTS[label]}" {style} d="{"".join(f"M{a} {b}h0" for a, b in places[labels == label])}"/>'
        for label in (0, 1)
    )


def panel(left: int, title: str, params: list, split: tuple) -> str:
    """Return one panel with its title and its accuracy on new points."""
    points, labels, new_points, new_labels = split
    p, _ = week.deep_forward(new_points, params)
    right = f"{np.mean((p >= 0.5) == new_labels):.0%} of new points right"
    lines = "".join(
        f'<text x="{SIDE / 2:g}" y="{y}" text-anchor="middle" font-size="13">{words}</text>'
        for y, words in ((-8, title), (SIDE + 18, right))
    )
    return f'<g transform="translate({left} 26)">{regions(params)}{dots(points, labels)}{lines}</g>'


def main() -> None:
    """Train the networks and write the picture."""
    split = week.spiral_split(0)
    panels = []
    for number, (title, dims, steps) in enumerate(
        [
            ("one unit", [2, 1], 500),
            ("three layers, 50 updates", [2, 24, 16, 1], 50),
            ("three layers, 500 updates", [2, 24, 16, 1], 500),
        ]
    ):
        params, _ = week.fit_deep(split[0], split[1], dims, 0.5, steps, np.random.default_rng(0))
        panels.append(panel(8 + number * (SIDE + 16), title, params, split))
    width, height = 8 + 3 * (SIDE + 16) - 8, SIDE + 54
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif"><rect width="{width}" height="{height}" fill="#fff"/>{"".join(panels)}</svg>\n'
    )


if __name__ == "__main__":
    main()
