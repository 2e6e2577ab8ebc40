"""Measure the learning curve of course 1, week 1: how often the detector of week 2 errs after training on few or many.

    python benchmarks/learning_curve.py
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "solutions"))

from c1w2_logistic_regression import critter_detector, critter_split

SIZES = (20, 40, 80, 160, 320, 640, 1280)


def error(size, seed):
    """Return the share of 1000 new pictures that are called wrong after training on ``size``."""
    train_imgs, train_y, test_imgs, test_y = critter_split(seed, size, 1000)
    return np.mean(critter_detector(train_imgs, train_y, test_imgs) != test_y)


if __name__ == "__main__":
    for size in SIZES:
        runs = 12 if size <= 320 else 5
        print(f"{size:5}  {np.mean([error(size, seed) for seed in range(runs)]):.3f}")
