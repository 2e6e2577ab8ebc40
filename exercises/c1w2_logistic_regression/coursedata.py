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
