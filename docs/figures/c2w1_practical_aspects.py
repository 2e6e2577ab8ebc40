# ruff: noqa: INP001
"""Draw the picture of the handout of c2w1: run this file from anywhere, it writes an SVG file into templates/assets.

Plain NumPy and text.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "solutions"))

import c2w1_practical_aspects as week  # noqa: E402 - found through the line above

TARGET = ROOT / "templates" / "assets" / "c2w1_practical_aspects_signal.svg"
LAYERS = 50
UNITS = 100
WIDTH, HEIGHT = 560, 260
LEFT, TOP = 62, 24
LOWEST, HIGHEST = -9, 9
"""Powers of ten that the vertical axis reaches."""
CURVES = (
    (0.2, "#b34700", "0.2: exploding", 22, 5.4),
    (np.sqrt(2 / UNITS), "#1a7a3c", "√(2/100) ≈ 0.14: steady", 30, 0.5),
    (0.1, "#0a4c9c", "0.1: vanishing", 33, -4.3),
)
"""Standard deviation of the weights, colour, name, and at which layer and power of ten the name begins."""


def profile(spread: float) -> np.ndarray:
    """Return the profile of a relu network whose weights have this standard deviation."""
    rng = np.random.default_rng(2)
    weights = [spread * rng.normal(size=(UNITS, UNITS)) for _ in range(LAYERS)]
    return week.signal_profile(weights, np.random.default_rng(1).normal(size=(200, UNITS)), "relu")


def across(layer: float) -> float:
    """Return the place of a layer, counted from 1."""
    return LEFT + (layer - 1) / (LAYERS - 1) * WIDTH


def down(power: float) -> float:
    """Return the place of a power of ten."""
    return TOP + (HIGHEST - power) / (HIGHEST - LOWEST) * HEIGHT


def axes() -> str:
    """Return grid, ticks and titles."""
    parts = []
    for power in range(LOWEST, HIGHEST + 1, 3):
        style = 'stroke="#888"' if power == 0 else 'stroke="#ddd"'
        parts.append(f'<path d="M{LEFT} {down(power):.1f}h{WIDTH}" {style}/>')
        label = f'10<tspan dy="-5" font-size="9">{str(power).replace("-", "−")}</tspan>'
        parts.append(f'<text x="{LEFT - 8}" y="{down(power) + 4:.1f}" text-anchor="end">{label}</text>')
    parts += [
        f'<text x="{across(layer):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{layer}</text>'
        for layer in (1, 10, 20, 30, 40, 50)
    ]
    middle = TOP + HEIGHT / 2
    parts.append(f'<text x="{LEFT + WIDTH / 2:g}" y="{TOP + HEIGHT + 36}" text-anchor="middle">layer</text>')
    turned = f'transform="rotate(-90 14 {middle:g})"'
    parts.append(f'<text x="14" y="{middle:g}" text-anchor="middle" {turned}>strength of the signal</text>')
    return "".join(parts)


def curve(spread: float, colour: str, name: str, layer: int, power: float) -> str:
    """Return one profile with its name beside it."""
    powers = np.log10(profile(spread))
    points = " ".join(f"{across(number):.1f},{down(power):.1f}" for number, power in enumerate(powers, start=1))
    label = f'<text x="{across(layer):.1f}" y="{down(power):.1f}" fill="{colour}">{name}</text>'
    return f'<polyline fill="none" stroke="{colour}" stroke-width="2.5" points="{points}"/>{label}'


def main() -> None:
    """Write the picture."""
    size = f"0 0 {LEFT + WIDTH + 16} {TOP + HEIGHT + 46}"
    body = axes() + "".join(curve(*one) for one in CURVES)
    style = 'font-family="sans-serif" font-size="12" fill="#222"'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}"><g {style}>{ground}{body}</g></svg>'
    TARGET.write_text(picture + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
