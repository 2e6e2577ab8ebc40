"""Points in a plane, with labels that no straight line can separate: seeded and vectorised.

Every generator takes the number of points and a ``numpy.random.Generator``, and draws from nothing else: the same seed
gives the same points on every machine.
"""

import numpy as np


def petals(m, rng):
    """Draw points on a flower of four petals, neighbouring petals with different labels.

    A petal fills one quadrant: it leaves the origin, is about 2 long in the middle of the quadrant, and returns. Label
    1 are the petals at the upper left and the lower right, label 0 the other two, so every straight line through the
    flower leaves both labels on both sides. Each point is moved a little outwards or inwards.

    Args:
        m: How many points, a positive int.
        rng: The ``numpy.random.Generator`` that every draw comes from.

    Returns:
        ``(X, y)``: X is (m, 2) float64, one point per row; y is (m,) int, with ``m // 2`` ones in random order.

    Example:
        >>> X, y = petals(5, np.random.default_rng(0))
        >>> X.shape, X.dtype.name, sorted(y.tolist())
        ((5, 2), 'float64', [0, 0, 0, 1, 1])
    """
    y = _labels(m, rng)
    petal = y + 2 * rng.integers(2, size=m)
    angle = (petal + rng.random(m)) * np.pi / 2
    radius = 2 * (np.abs(np.sin(2 * angle)) + rng.normal(0.0, 0.08, m))
    return _points(radius, angle), y


def spirals(m, rng):
    """Draw points on two spiral arms that wind around each other, one label per arm.

    An arm begins about 0.5 from the origin and winds outwards to about 2.3, most of the way around; the arm of label 1
    is the arm of label 0 turned by half a circle. Each point is moved a little in any direction.

    Args:
        m: How many points, a positive int.
        rng: The ``numpy.random.Generator`` that every draw comes from.

    Returns:
        ``(X, y)``: X is (m, 2) float64, one point per row; y is (m,) int, with ``m // 2`` ones in random order.

    Example:
        >>> X, y = spirals(5, np.random.default_rng(0))
        >>> X.shape, X.dtype.name, sorted(y.tolist())
        ((5, 2), 'float64', [0, 0, 0, 1, 1])
    """
    y = _labels(m, rng)
    turned = 2.2 * np.pi * np.sqrt(rng.uniform(0.05, 1.0, m))
    return _points(turned / 3, turned + np.pi * y) + rng.normal(0.0, 0.08, (m, 2)), y


def _labels(m, rng):
    """Return (m,) ints, ``m // 2`` of them ones, in random order."""
    return rng.permutation(np.arange(m) % 2)


def _points(radius, angle):
    """Return (m, 2) coordinates of points given by (m,) distances from the origin and (m,) angles."""
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
