"""Print the losses that gradient descent and Adam reach on the problem of week c2w2: lowest to highest of 20 seeds.

    .venv/bin/python benchmarks/tilted.py

The week's last check asks Adam for at most 0.9 times the loss of gradient descent, summed over two problems, with the
settings used here: 200 examples, all of them in every batch, 150 steps at a learning rate of 0.1. Each seed draws its
own problem.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "solutions"))

import c2w2_optimisation as week

SEEDS = range(20)
EXAMPLES, STEPS, RATE = 200, 150, 0.1
OPTIMISERS = ("gd", "momentum", "rmsprop", "adam")


def last_loss(optimizer, seed):
    """Return the loss after training from zeros on the problem of a seed."""
    X, y = week.tilted(EXAMPLES, np.random.default_rng(seed))
    start = [{"W": np.zeros((6, 1)), "b": np.zeros(1)}]
    params, _ = week.train(X, y, start, optimizer, RATE, STEPS, EXAMPLES, np.random.default_rng(seed))
    return week.loss_grad(X, y, params)[0]


def show(title, found):
    found = np.sort(found)
    print(f"{title:28} {found[0]:.3f} to {found[-1]:.3f}, median {np.median(found):.3f}")


def main():
    found = {name: np.array([last_loss(name, seed) for seed in SEEDS]) for name in OPTIMISERS}
    for name, losses in found.items():
        show(f"loss of {name}", losses)
    show("adam's loss by that of gd", found["adam"] / found["gd"])


if __name__ == "__main__":
    main()
