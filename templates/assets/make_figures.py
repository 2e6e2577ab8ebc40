# ruff: noqa: INP001
"""Draw the pictures of the handouts: run this file from anywhere, it writes SVG files beside itself.

Plain NumPy and text, so that a picture is the same bytes on every machine.
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "solutions"))

import c1w2_logistic_regression as week  # noqa: E402 - found through the line above

CELL = 5
"""Side of one drawn pixel, in SVG units."""


def pixels(image: np.ndarray, left: float, top: float, cell: float = CELL) -> str:
    """Return an (h, w, 3) uint8 image as SVG paths, one per colour, colours rounded to 16 levels a channel."""
    levels = np.round(image / 17).astype(int)
    cells: dict[str, list[str]] = {}
    for row, line in enumerate(levels):
        for column, colour in enumerate(line):
            name = "".join(f"{level:x}" for level in colour)
            cells.setdefault(name, []).append(f"M{column} {row}h1v1h-1z")
    paths = "".join(f'<path fill="#{name}" d="{"".join(parts)}"/>' for name, parts in sorted(cells.items()))
    move = f'transform="translate({left:g} {top:g}) scale({cell:g})"'
    return f'<g {move} shape-rendering="crispEdges">{paths}</g>'


def words(text: str, x: float, y: float, anchor: str = "start", size: int = 13) -> str:
    """Return one line of text as SVG."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}">{text}</text>'


def two_colours(weights: np.ndarray) -> np.ndarray:
    """Return (h, w) weights as (h, w, 3) uint8: orange above zero, blue below, white at zero."""
    share = np.abs(weights) / np.max(np.abs(weights))
    far = np.where(weights[..., None] > 0, np.array([204, 85, 0]), np.array([0, 85, 204]))
    return np.round(255 + share[..., None] * (far - 255)).astype(np.uint8)


def curve(values: np.ndarray, left: float, top: float, width: float, height: float) -> str:
    """Return a falling curve from values[0] at the top to 0 at the bottom, as SVG."""
    x = left + width * np.arange(len(values)) / (len(values) - 1)
    y = top + height * (1 - values / values[0])
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    axes = f'<path d="M{left:g} {top:g}v{height:g}h{width:g}" fill="none" stroke="#555"/>'
    return axes + f'<polyline points="{points}" fill="none" stroke="#c50" stroke-width="2"/>'


def trained(train: np.ndarray, train_y: np.ndarray, test: np.ndarray, test_y: np.ndarray) -> tuple:
    """Train one unit on centred rows; return its weights, its losses and its accuracy on the test rows."""
    centre = train.mean(axis=0)
    w, b, losses = week.fit_logreg(train - centre, train_y, lr=0.5, steps=400)
    return w, losses, np.mean(((test - centre) @ w + b >= 0) == test_y)


def critters() -> str:
    """Return the figure of week c1w2: pictures, their outlines, what the unit learned and how its loss fell."""
    train_imgs, train_y, test_imgs, test_y = week.critter_split(0)
    rows = [week.flatten_images(week.contrast(images)) for images in (train_imgs, test_imgs)]
    raw_rows = [week.flatten_images(images) for images in (train_imgs, test_imgs)]
    w, losses, accuracy = trained(rows[0], train_y, rows[1], test_y)
    _, _, raw_accuracy = trained(raw_rows[0], train_y, raw_rows[1], test_y)

    shown = [*np.flatnonzero(train_y == 1)[:3], *np.flatnonzero(train_y == 0)[:3]]
    outlines = np.repeat(week.contrast(train_imgs), 3, axis=3)
    parts = [words("label 1: pointed ears", 10, 20), words("label 0: round ears or none", 280, 20)]
    for place, which in enumerate(shown):
        left = 10 + 90 * place
        parts += [pixels(train_imgs[which], left, 30), pixels(outlines[which], left, 140)]
    parts += [words("above: as drawn; below: after contrast", 10, 240)]
    parts += [words("learned weights", 565, 20), pixels(two_colours(w.reshape(16, 16)), 565, 30, 12)]
    parts += [words("orange: votes for pointed ears; blue: against", 565, 240, size=10)]
    parts += [words("loss, 400 steps", 800, 20), curve(losses, 800, 30, 150, 190)]
    parts += [words(f"from {losses[0]:.3f}", 812, 42, size=11), words(f"to {losses[-1]:.3f}", 950, 185, "end", 11)]
    parts += [words(f"right on 200 new pictures: {raw_accuracy:.1%} raw, {accuracy:.1%} with contrast", 10, 262)]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 970 275" width="970" font-family="sans-serif">'
    title = "<title>Critters, their outlines, the learned weights and the falling loss</title>"
    return head + title + '<rect width="970" height="275" fill="#fff"/>' + "\n".join(parts) + "</svg>\n"


if __name__ == "__main__":
    (HERE / "c1w2_critters.svg").write_text(critters(), encoding="utf-8")
