"""Data generators of the course: procedural, seeded and vectorised, so nothing is ever downloaded.

Every generator takes the number of examples and a ``numpy.random.Generator``, and draws from nothing else:
the same seed gives the same data on every machine.
"""

import numpy as np


def critters16(m, rng, n=16):
    """Draw small colour pictures of critters, half of them with pointed ears.

    A picture shows one filled head, lower than the middle, in one colour on a background of another; position,
    size and both colours vary, and every pixel carries a little noise. A critter with pointed ears (label 1) wears
    two triangles. A critter without (label 0) has two round ears or none at all, each for about half of them.
    Neither the brightness of a pixel nor its colour says anything about the label: light critters on dark ground
    are as common as dark ones on light ground. Only the outline does.

    Args:
        m: How many pictures, a positive int.
        rng: The ``numpy.random.Generator`` that every draw comes from.
        n: Height and width of a picture in pixels; 16 unless told.

    Returns:
        ``(images, labels)``: images is (m, n, n, 3) uint8, rows from top to bottom, then columns from left to
        right, then red, green, blue; labels is (m,) int, with ``m // 2`` ones in random order.

    Example:
        >>> images, labels = critters16(6, np.random.default_rng(0))
        >>> images.shape, images.dtype.name, sorted(labels.tolist())
        ((6, 16, 16, 3), 'uint8', [0, 0, 0, 1, 1, 1])
    """
    labels = rng.permutation(np.arange(m) % 2)
    outline = _outlines(labels, rng, n)
    ground, coat = _colours(m, rng)
    picture = np.where(outline[..., None], coat[:, None, None, :], ground[:, None, None, :])
    picture = picture + rng.normal(0.0, 0.05, size=picture.shape)
    return np.round(255 * np.clip(picture, 0.0, 1.0)).astype(np.uint8), labels


def _outlines(labels, rng, n):
    """Return (m, n, n) bool: which pixels the critter covers."""
    m = len(labels)
    row, column = np.mgrid[0:n, 0:n].astype(float)
    scale = n / 16
    across = (n / 2 + scale * rng.uniform(-1.5, 1.5, m))[:, None, None]
    down = (0.6 * n + scale * rng.uniform(-1.0, 1.0, m))[:, None, None]
    radius = (n / 4 + scale * rng.uniform(-0.6, 0.6, m))[:, None, None]
    round_ears = ((labels == 0) & (rng.random(m) < 0.5))[:, None, None]
    pointed_ears = (labels == 1)[:, None, None]

    covered = (column - across) ** 2 + (row - down) ** 2 < radius**2
    above = (down - 0.5 * radius) - row
    for side in (-1, 1):
        width = 0.45 * (1.3 * radius - above)
        triangle = (above > 0) & (np.abs(column - (across + 0.7 * side * radius)) < width)
        disc = (column - (across + 0.9 * side * radius)) ** 2 + (row - (down - 0.7 * radius)) ** 2
        covered |= pointed_ears & triangle
        covered |= round_ears & (disc < (0.5 * radius) ** 2)
    return covered


def _colours(m, rng):
    """Return two (m, 3) arrays of colours in [0, 1]: the grounds, and coats that stand out from them."""
    ground = rng.random((m, 3))
    coat = rng.random((m, 3))
    while (alike := np.abs(coat - ground).sum(axis=1) < 0.8).any():
        coat[alike] = rng.random((int(alike.sum()), 3))
    return ground, coat


HABITS = np.array(
    [
        [[0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 1, 1, 1, 1], [1, 1, 1, 1, 1]],
        [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 1, 0], [1, 1, 1, 1, 1]],
    ],
    dtype=bool,
)
"""Fingers up, thumb first, for each of the numbers 0 to 5: counted from the index finger, and from the thumb."""


def fingers(m, rng, n=12):
    """Draw small grey pictures of a hand that counts from zero to five.

    A picture shows one bright hand, upright on dark ground: a palm, and as many raised fingers as the label says.
    People count in two ways, and each picture follows one of them, drawn by chance: from the index finger on, with the
    thumb last, or from the thumb on. Position, turn, the length and the bend of every finger, and the brightness of
    hand and ground vary, and every pixel carries a little noise.

    Args:
        m: How many pictures, a positive int.
        rng: The ``numpy.random.Generator`` that every draw comes from.
        n: Height and width of a picture in pixels; 12 unless told.

    Returns:
        ``(images, labels)``: images is (m, n, n) uint8, rows from top to bottom, then columns from left to right;
        labels is (m,) int from 0 to 5 in random order, every number as often as any other, give or take one.

    Example:
        >>> images, labels = fingers(12, np.random.default_rng(0))
        >>> images.shape, images.dtype.name, sorted(labels.tolist())
        ((12, 12, 12), 'uint8', [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    """
    labels = rng.permutation(np.arange(m) % 6)
    return _hands(HABITS[rng.integers(2, size=m), labels], rng, n), labels


def _hands(raised, rng, n):
    """Return (m, n, n) uint8 pictures of hands; raised is (m, 5) bool, the fingers that are up, thumb first."""
    m = len(raised)
    ink = np.clip(0.5 + n * _depth(raised, rng, n), 0.0, 1.0)
    ground = rng.uniform(0.03, 0.12, m)[:, None, None]
    hand = rng.uniform(0.65, 0.85, m)[:, None, None]
    picture = ground + hand * ink + rng.normal(0.0, 0.06, size=ink.shape)
    return np.round(255 * np.clip(picture, 0.0, 1.0)).astype(np.uint8)


def _depth(raised, rng, n):
    """Return (m, n, n): how far inside the hand the middle of each pixel lies, in widths of the picture."""
    m = len(raised)
    row, column = (np.mgrid[0:n, 0:n] + 0.5) / n
    right = column - (0.5 + rng.uniform(-0.04, 0.04, m))[:, None, None]
    down = row - (0.74 + rng.uniform(-0.04, 0.04, m))[:, None, None]
    turn = np.radians(rng.uniform(-8.0, 8.0, (m, 1)) + rng.uniform(-3.0, 3.0, (m, 5)))
    angles = np.radians([-72.0, -34.0, -11.0, 12.0, 36.0]) + turn
    lengths = np.array([0.34, 0.52, 0.58, 0.54, 0.44]) * rng.uniform(0.88, 1.12, (m, 5))

    depth = 0.21 - np.hypot(right, down)
    for finger in range(5):
        tip_right = np.sin(angles[:, finger])[:, None, None]
        tip_down = -np.cos(angles[:, finger])[:, None, None]
        along = np.clip(right * tip_right + down * tip_down, 0.0, lengths[:, finger, None, None])
        inside = 0.055 - np.hypot(right - along * tip_right, down - along * tip_down)
        depth = np.where(raised[:, finger, None, None], np.maximum(depth, inside), depth)
    return depth
