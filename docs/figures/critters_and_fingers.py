# ruff: noqa: INP001
"""Draw the pictures of the handouts of c1w2 and c2w4: run this file from anywhere, it writes into templates/assets.

Plain NumPy and text, so that a picture is the same bytes on every machine. Only the curves of c2w4 come out of
TensorFlow; another processor may move them by a hair.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "templates" / "assets"
sys.path.insert(0, str(ROOT / "solutions"))

import c1w2_logistic_regression as week  # noqa: E402 - found through the line above
import coursedata  # noqa: E402 - the same

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


def counted_hands() -> list[str]:
    """Return the part of c2w4's figure that shows each number, counted in both ways."""
    raised = coursedata.HABITS.reshape(12, 5)
    images = coursedata._hands(raised, np.random.default_rng(2), 12)  # noqa: SLF001 - a generator draws the habits
    images = np.repeat(images[..., None], 3, axis=3)
    parts = [words("label", 10, 20), words("index first", 10, 60, size=11), words("thumb first", 10, 122, size=11)]
    parts += [words(str(number), 115 + 62 * number, 20, "middle") for number in range(6)]
    for place, image in enumerate(images):
        parts += [pixels(image, 87 + 62 * (place % 6), 30 + 62 * (place // 6), 4.6)]
    return parts


def dev_accuracies() -> dict[str, np.ndarray]:
    """Train softmax regression and the week's net for ten epochs; return the dev accuracy after each epoch."""
    import c2w4_tensorflow_and_keras as c2w4
    import keras

    data = c2w4.fingers_data(960, seed=0)
    keras.utils.set_random_seed(0)
    linear = keras.Sequential([keras.layers.Input((144,)), keras.layers.Dense(6)])
    net = c2w4.build_regularised_net(144, 6, width=64, drop=0.2)
    models = {"softmax regression": linear, "two hidden layers of 64": net}
    return {
        name: np.array(c2w4.compile_and_fit(model, data, lr=0.01, epochs=10).history["val_accuracy"])
        for name, model in models.items()
    }


def learning_curves(left: float, top: float, width: float, height: float) -> list[str]:
    """Return the part of c2w4's figure that shows dev accuracy by epoch, from 50 % at the bottom to 100 %."""
    parts = [f'<path d="M{left:g} {top:g}v{height:g}h{width:g}" fill="none" stroke="#555"/>']
    parts += [
        words(text, left - 6, top + at * height + 4, "end", 11) for text, at in (("100%", 0), ("75%", 0.5), ("50%", 1))
    ]
    for (name, values), colour in zip(dev_accuracies().items(), ("#05c", "#c50"), strict=True):
        x = left + width * np.arange(1, len(values) + 1) / len(values)
        y = top + height * np.clip(2 * (1 - values), 0, 1)
        points = " ".join(f"{a:.0f},{b:.0f}" for a, b in zip(x, y, strict=True))
        parts += [f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>']
        parts += [words(f"{name}: {values[-1]:.0%}", x[-1], y[-1] + (26 if colour == "#c50" else -12), "end", 11)]
    return [
        *parts,
        words("dev accuracy, epochs 1 to 10", left, top - 10),
        words("epoch 10", left + width, top + height + 14, "end", 11),
    ]


def traces(left: float, top: float) -> list[str]:
    """Return the part of c2w4's figure that shows which calls of a compiled function run Python again."""
    sizes, cell = (32, 32, 7, 1), 46
    rows = (("each new shape is traced", (1, 0, 1, 1)), ("one trace for any batch", (1, 0, 0, 0)))
    parts = [words("four calls, batches of", left, top - 10)]
    for row, (text, traced) in enumerate(rows):
        y = top + 8 + 78 * row
        parts += [words(text, left, y + 12, size=11)]
        for call, (size, new) in enumerate(zip(sizes, traced, strict=True)):
            x = left + cell * call
            fill, label = ("#f6c9a8", "Python") if new else ("#dbe7f6", "graph")
            parts += [f'<rect x="{x:g}" y="{y + 20:g}" width="{cell - 4}" height="40" fill="{fill}" stroke="#555"/>']
            parts += [words(str(size), x + 21, y + 37, "middle"), words(label, x + 21, y + 53, "middle", 10)]
    return parts


def hands() -> str:
    """Return the figure of week c2w4: hands, how two models learn to count on them, and what is traced."""
    parts = [*counted_hands(), *learning_curves(530, 35, 190, 120), *traces(780, 30)]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 970 190" width="970" font-family="sans-serif">'
    title = "<title>Hands that count from 0 to 5, learning curves of two models, and which calls are traced</title>"
    return head + title + '<rect width="970" height="190" fill="#fff"/>' + "\n".join(parts) + "</svg>\n"


if __name__ == "__main__":
    (ASSETS / "c1w2_critters.svg").write_text(critters(), encoding="utf-8")
    (ASSETS / "c2w4_fingers.svg").write_text(hands(), encoding="utf-8")
