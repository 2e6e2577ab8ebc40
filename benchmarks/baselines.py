"""Print how well models of each kind do on the course's planar data: accuracy on new points, lowest to highest.

    .venv/bin/python benchmarks/baselines.py

The thresholds of the weeks that train on these data lie between what a straight line reaches and what the net does.
Each seed draws its own training set and its own new points; the seed of the first weights is drawn from them too.
"""

import itertools
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "solutions"))

import planardata

SEEDS = range(20)
TRAIN, NEW = 200, 400


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def logistic(X, y, _):
    """Train a logistic unit from zeros; return the function from points to labels."""
    w, b = np.zeros(2), 0.0
    for _ in range(500):
        dz = (sigmoid(X @ w + b) - y) / len(y)
        w, b = w - 0.5 * X.T @ dz, b - 0.5 * dz.sum()
    return lambda new: new @ w + b >= 0


def net(dims, lr, steps, std, hidden=np.tanh, slope=lambda a: 1 - a**2):
    """Return a trainer of nets with layers of these sizes; ``std(n_in)`` is that of the first weights."""

    def forward(layers, X):
        outputs = [X]
        for W, b in layers[:-1]:
            outputs.append(hidden(outputs[-1] @ W + b))
        W, b = layers[-1]
        return outputs, (outputs[-1] @ W + b)[:, 0]

    def train(X, y, rng):
        sizes = itertools.pairwise(dims)
        layers = [(std(n_in) * rng.normal(size=(n_in, n_out)), np.zeros(n_out)) for n_in, n_out in sizes]
        for _ in range(steps):
            outputs, z = forward(layers, X)
            dz = (sigmoid(z) - y)[:, None] / len(y)
            for place in reversed(range(len(layers))):
                (W, b), a = layers[place], outputs[place]
                layers[place] = W - lr * a.T @ dz, b - lr * dz.sum(axis=0)
                dz = (dz @ W.T) * slope(a)
        return lambda new: forward(layers, new)[1] >= 0

    return train


def relu(z):
    return np.maximum(z, 0)


def positive(a):
    return a > 0


def narrow(_):
    return 0.01


def by_inputs(n_in):
    return 1 / np.sqrt(n_in)


MODELS = {
    "petals": {
        "logistic unit": logistic,
        "8 tanh units, std 0.01": net([2, 8, 1], 1.0, 1500, narrow),
        "8 tanh units, std 1/sqrt(n_in)": net([2, 8, 1], 1.0, 1500, by_inputs),
        "8 tanh units, slope of tanh left out": net([2, 8, 1], 1.0, 1500, by_inputs, slope=np.ones_like),
        "2 tanh units, std 0.01": net([2, 2, 1], 1.0, 1500, narrow),
        "1 tanh unit, std 0.01": net([2, 1, 1], 1.0, 1500, narrow),
    },
    "spirals": {
        "logistic unit": logistic,
        "8 tanh units, std 1/sqrt(n_in)": net([2, 8, 1], 1.0, 1500, by_inputs),
        "24 and 16 relu units, std 1/sqrt(n_in)": net([2, 24, 16, 1], 0.3, 800, by_inputs, relu, positive),
        "24 and 16 relu units, std 0.01": net([2, 24, 16, 1], 0.3, 800, narrow, relu, positive),
    },
}


def accuracy(draw, train, seed):
    """Return the share of new points that a model trained with this seed gets right."""
    rng = np.random.default_rng(seed)
    X, y = draw(TRAIN, rng)
    new, labels = draw(NEW, rng)
    return np.mean(train(X, y, rng)(new) == labels)


def main():
    for name, models in MODELS.items():
        for title, train in models.items():
            found = np.sort([accuracy(getattr(planardata, name), train, seed) for seed in SEEDS])
            print(f"{name:8} {title:40} {found[0]:.3f} to {found[-1]:.3f}, median {np.median(found):.3f}")


if __name__ == "__main__":
    main()
