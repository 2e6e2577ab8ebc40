# ruff: noqa: INP001
"""Draw the picture of the handout of c2w2: run this file from anywhere, it writes an SVG file into templates/assets.

Plain NumPy and text. Places are rounded to half a unit, so that another processor draws the same bytes.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "solutions"))

import c2w2_optimisation as week  # noqa: E402 - found through the line above

TARGET = ROOT / "templates" / "assets" / "c2w2_optimisation_valley.svg"
CURVATURES = np.array([1.0, 100.0])
START = np.array([-4.0, 1.0])
STEPS = 40
WIDTH, HEIGHT = 216, 132
"""Size of a panel, in SVG units; it shows x from -4.4 to 1 and y from -1.65 to 1.65, so y is stretched."""
LEVELS = (0.05, 0.4, 1.6, 4.0, 8.0, 16.0, 32.0, 58.0)


def placed(points: np.ndarray) -> np.ndarray:
    """Return points of the plane as places in a panel, in half units."""
    across = (points[:, 0] + 4.4) / 5.4 * WIDTH
    down = (1.65 - points[:, 1]) / 3.3 * HEIGHT
    return np.round(2 * np.column_stack([across, down])) / 2


def walk(optimizer: str, lr: float) -> np.ndarray:
    """Return the points an optimiser visits on half the sum of curvature times square, (STEPS + 1, 2)."""
    p, mean, square = {"w": START}, {"w": np.zeros(2)}, {"w": np.zeros(2)}
    visited = [START]
    for t in range(1, STEPS + 1):
        g = {"w": CURVATURES * p["w"]}
        if optimizer == "gd":
            p = {"w": p["w"] - lr * g["w"]}
        elif optimizer == "momentum":
            p, mean = week.momentum_step(p, g, mean, lr)
        else:
            p, mean, square = week.adam_step(p, g, mean, square, t, lr)
        visited.append(p["w"])
    return np.array(visited)


def contours() -> str:
    """Return lines of equal loss as ellipses around the lowest point."""
    (middle,) = placed(np.zeros((1, 2)))
    ellipses = [
        f'<ellipse cx="{middle[0]:g}" cy="{middle[1]:g}" rx="{np.sqrt(2 * level) / 5.4 * WIDTH:.1f}" '
        f'ry="{np.sqrt(2 * level / CURVATURES[1]) / 3.3 * HEIGHT:.1f}"/>'
        for level in LEVELS
    ]
    return f'<g fill="none" stroke="#b9c4d6">{"".join(ellipses)}</g>'


def panel(number: int, title: str, optimizer: str, lr: float) -> str:
    """Return one panel: contours, the path with a dot for every step, and its title."""
    visited = walk(optimizer, lr)
    places = [f"{across:g} {down:g}" for across, down in placed(visited)]
    loss = np.sum(CURVATURES * visited[-1] ** 2) / 2
    path = f'<path d="M{"L".join(places)}" fill="none" stroke="#b34700"/>'
    dots = f'<path d="{"".join(f"M{place}h0" for place in places)}" stroke="#0a4c9c" class="dots"/>'
    words = "".join(
        f'<text x="{WIDTH / 2:g}" y="{y}" text-anchor="middle" font-size="13">{text}</text>'
        for y, text in ((-8, title), (HEIGHT + 18, f"loss {loss:.2g} after {STEPS} steps"))
    )
    frame = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#8894a8"/>'
    left = 8 + number * (WIDTH + 14)
    return (
        f'<g transform="translate({left} 26)"><g clip-path="url(#frame)">{contours()}{path}{dots}</g>{frame}{words}</g>'
    )


def main() -> None:
    """Walk and write the picture."""
    panels = [
        panel(0, "plain descent, lr 0.019", "gd", 0.019),
        panel(1, "momentum, lr 0.1", "momentum", 0.1),
        panel(2, "Adam, lr 0.3", "adam", 0.3),
    ]
    width, height = 3 * WIDTH + 2 * 14 + 16, HEIGHT + 54
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif">'
        "<style>.dots{fill:none;stroke-width:4;stroke-linecap:round}</style>"
        f'<clipPath id="frame"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(panels)}</svg>\n'
    )


if __name__ == "__main__":
    main()
