# ruff: noqa: INP001
"""Draw the picture of the handout of c1w1: run this file from anywhere, it writes an SVG file into templates/assets."""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "solutions"))

import c1w1_neurons_and_framing as week  # noqa: E402 - found through the line above

TARGET = ROOT / "templates" / "assets" / "c1w1_lines.svg"
SIDE = 210
"""Side of a panel, in SVG units."""
COLOURS = ("#0a4c9c", "#b34700")
"""Of the answers 0 and 1."""
MEASURED = 5
"""How many points of the learning curve the line is fitted to."""


def words(text: str, x: float, y: float, anchor: str = "middle", size: int = 13) -> str:
    """Return one line of text as SVG."""
    return f'<text x="{x:.4g}" y="{y:.4g}" text-anchor="{anchor}" font-size="{size}">{text}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Return a straight line as SVG."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" fill="none" {style}/>'


def band() -> str:
    """Return the plane of XOR: four pairs, the lines of two hidden units, and the band between them."""

    def place(a: float, b: float) -> tuple[float, float]:
        return (a + 0.5) / 2 * SIDE, (1.5 - b) / 2 * SIDE

    corners = [place(-0.5, 1.0), place(-0.5, 1.5), place(0.0, 1.5), place(1.5, 0.0), place(1.5, -0.5), place(1.0, -0.5)]
    shape = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    parts = [f'<polygon points="{shape}" fill="#f9dcc4"/>']
    for total in (0.5, 1.5):
        ends = (-0.5, total + 0.5, total + 0.5, -0.5) if total < 1 else (total - 1.5, 1.5, 1.5, total - 1.5)
        parts.append(line(*place(*ends[:2]), *place(*ends[2:]), 'stroke="#333" stroke-width="1.5"'))
    pairs, labels = week.xor_table()
    for pair, label in zip(pairs, labels, strict=True):
        across, down = place(*pair)
        parts.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="7" fill="{COLOURS[label]}"/>')
        parts.append(words(f"({pair[0]:.0f}, {pair[1]:.0f})", across, down + 21, size=12))
    return "".join(parts)


def curve() -> str:
    """Return the learning curve on logarithmic axes, and the line through its first points."""
    sizes, errors = week.learning_curve()
    a, b = week.power_law_fit(sizes[:MEASURED], errors[:MEASURED])

    def place(n: float, error: float) -> tuple[float, float]:
        return np.log10(n / 12) / np.log10(2500 / 12) * SIDE, np.log10(0.3 / error) / np.log10(0.3 / 0.005) * SIDE

    parts = [line(*place(14, a * 14**-b), *place(2000, a * 2000**-b), 'stroke="#333" stroke-dasharray="5 4"')]
    for count, (n, error) in enumerate(zip(sizes, errors, strict=True)):
        across, down = place(n, error)
        fill = COLOURS[1] if count < MEASURED else "white"
        parts.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="5" fill="{fill}" stroke="{COLOURS[1]}"/>')
    parts += [words(f"{n}", place(n, 0.1)[0], SIDE + 16, size=12) for n in (20, 100, 1000)]
    parts += [words(f"{error:g}", -6, place(20, error)[1] + 4, "end", 12) for error in (0.2, 0.1, 0.05, 0.02, 0.01)]
    return "".join(parts)


def panel(left: int, title: str, below: str, content: str) -> str:
    """Return one framed panel with its title and what is said below it."""
    frame = f'<path d="M0 0h{SIDE}v{SIDE}h-{SIDE}z" fill="none" stroke="#777"/>'
    lines = words(title, SIDE / 2, -10) + words(below, SIDE / 2, SIDE + 34)
    return f'<g transform="translate({left} 34)">{content}{frame}{lines}</g>'


def main() -> None:
    """Draw both panels."""
    panels = panel(20, "XOR: two lines, one band", "one hidden unit per line", band())
    panels += panel(300, "error on new pictures", "training pictures, both axes logarithmic", curve())
    size = f'viewBox="0 0 {300 + SIDE + 30} 292" width="{300 + SIDE + 30}" height="292"'
    style = 'font-family="sans-serif" fill="#222"'
    ground = '<rect width="100%" height="100%" fill="white"/>'
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{ground}{panels}</svg>\n', "utf-8")


if __name__ == "__main__":
    main()
