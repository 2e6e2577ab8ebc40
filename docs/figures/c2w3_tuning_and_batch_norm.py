# ruff: noqa: INP001
"""Draw the pictures of the handout of c2w3: run this file from anywhere, it writes SVG files into templates/assets.

Plain NumPy and text; places are rounded, so that another processor draws the same bytes.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "solutions"))

import c2w3_tuning_and_batch_norm as week  # noqa: E402 - found through the line above

ASSETS = ROOT / "templates" / "assets"
LOW, HIGH = -4, 3
"""Learning rates are shown from 10**LOW to 10**HIGH."""
LEFT, STEP, TOP, TALL = 150, 66, 30, 150
"""Place of the curve's panel: left edge, width of a power of ten, upper edge, height."""
COLOURS = ("#0a4c9c", "#b34700")


def text(across: float, down: float, words: str, anchor: str = "middle") -> str:
    """Return a line of text."""
    return f'<text x="{across:g}" y="{down:g}" text-anchor="{anchor}">{words}</text>'


def page(width: int, height: int, parts: list) -> str:
    """Return a whole picture on white ground."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="13"><rect width="{width}" height="{height}" fill="#fff"/>'
        f"{''.join(parts)}</svg>\n"
    )


def dev_loss(exponent: float, split: tuple) -> float:
    """Return the loss on new pictures after 100 steps with the learning rate 10**exponent."""
    rows, labels, new_rows, new_labels = split
    weights, biases, _ = week.fit_softmax(rows, labels, 6, 10.0**exponent, 100)
    return float(week.softmax_ce(new_rows @ weights + biases, new_labels)[0])


def across(exponent: float) -> float:
    """Return where an exponent lies on the page."""
    return LEFT + (exponent - LOW) * STEP


def ticks(down: int, title: str, exponents: np.ndarray, colour: str) -> str:
    """Return a row of ticks with its title."""
    marks = "".join(f"M{round(across(exponent))} {down}v16" for exponent in np.sort(exponents))
    return text(LEFT - 10, down + 12, title, "end") + f'<path stroke="{colour}" stroke-width="2" d="{marks}"/>'


def rates() -> str:
    """Return the picture of the loss over learning rates, and of two ways to draw these."""
    split = week.finger_split(0)
    exponents = np.linspace(LOW, HIGH, 71)
    losses = [min(dev_loss(exponent, split), 2.0) for exponent in exponents]
    places = [
        f"{round(across(e))} {round(TOP + TALL * (1 - loss / 2))}" for e, loss in zip(exponents, losses, strict=True)
    ]
    axis = TOP + TALL
    parts = [f'<path fill="none" stroke="#222" stroke-width="2" d="M{"L".join(places)}"/>']
    parts.append(f'<path stroke="#888" fill="none" d="M{LEFT} {TOP}V{axis}H{across(HIGH):g}"/>')
    parts += [text(across(e), axis + 16, f"{10.0**e:g}") for e in range(LOW, HIGH + 1)]
    parts += [text(LEFT - 10, TOP + TALL * (1 - loss / 2) + 4, f"{loss:g}", "end") for loss in (0, 1, 2)]
    title = "dev loss after 100 steps, by learning rate (losses above 2 are drawn at 2)"
    parts.append(text((LEFT + across(HIGH)) / 2, 18, title))
    rng = np.random.default_rng(0)
    parts.append(ticks(axis + 30, "20 log-uniform", np.log10(week.log_uniform(1e-4, 1e3, 20, rng)), COLOURS[0]))
    parts.append(ticks(axis + 54, "20 uniform", np.log10(rng.uniform(1e-4, 1e3, 20)), COLOURS[1]))
    return page(round(across(HIGH)) + 24, axis + 84, parts)


def square(left: int, title: str, points: np.ndarray, colour: str) -> str:
    """Return nine trials in a square, with what they show along the axis that matters."""
    side, top = 170, 28
    places = np.round(points * [1, -1] * side + [0, side]).astype(int)
    dots = "".join(f"M{a} {b}h0" for a, b in places)
    shadows = sorted({int(a) for a, _ in places})
    marks = "".join(f"M{a} {side + 6}v12" for a in shadows)
    return (
        f'<g transform="translate({left} {top})"><rect width="{side}" height="{side}" fill="#f3f3f3" stroke="#888"/>'
        f'<path stroke="{colour}" stroke-width="9" stroke-linecap="round" d="{dots}"/>'
        f'<path stroke="{colour}" stroke-width="2" d="{marks}"/>'
        f"{text(side / 2, -10, title)}{text(side / 2, side + 36, f'{len(shadows)} values of what matters')}"
        f'<text transform="translate(-8 {side / 2:g}) rotate(-90)" text-anchor="middle">hardly matters</text></g>'
    )


def grid() -> str:
    """Return the picture of nine trials on a grid and nine at random."""
    steps = (np.arange(3) + 0.5) / 3
    points = np.array([(a, b) for a in steps for b in steps])
    rng = np.random.default_rng(12)
    parts = [square(40, "nine trials on a grid", points, COLOURS[1])]
    parts.append(square(270, "nine trials at random", rng.uniform(0.05, 0.95, size=(9, 2)), COLOURS[0]))
    return page(460, 244, parts)


def main() -> None:
    """Write both pictures."""
    for name, drawn in (("rates", rates()), ("grid", grid())):
        (ASSETS / f"c2w3_tuning_and_batch_norm_{name}.svg").write_text(drawn)


if __name__ == "__main__":
    main()
