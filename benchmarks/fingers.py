"""Print how well softmax regression counts the fingers of coursedata: accuracy on new pictures, lowest to highest.

    .venv/bin/python benchmarks/fingers.py

The threshold of the week that trains it (c2w3) lies between what it reaches with the settings of that week and what it
reaches with pixels or a learning rate of another scale. (Biases make little difference here: their check compares
numbers.) Each seed draws its own training pictures and its own new ones.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "solutions"))

from coursedata import fingers

SEEDS = range(20)
TRAIN, NEW, CLASSES = 900, 600, 6


def probabilities(Z):
    grown = np.exp(Z - Z.max(axis=1, keepdims=True))
    return grown / grown.sum(axis=1, keepdims=True)


def softmax_regression(lr=1.0, steps=200, biases=True):
    """Return a trainer by gradient descent from zeros; the trained model is a function from rows to class numbers."""

    def train(X, y):
        W, b = np.zeros((X.shape[1], CLASSES)), np.zeros(CLASSES)
        for _ in range(steps):
            dZ = (probabilities(X @ W + b) - np.eye(CLASSES)[y]) / len(y)
            W, b = W - lr * X.T @ dZ, b - lr * biases * dZ.sum(axis=0)
        return lambda new: np.argmax(new @ W + b, axis=1)

    return train


def raw(X, new):
    return X, new


def centred(X, new):
    return X - X.mean(axis=0), new - X.mean(axis=0)


def standardised(X, new):
    return (X - X.mean(axis=0)) / X.std(axis=0), (new - X.mean(axis=0)) / X.std(axis=0)


def stretched(X, new):
    return (X - X.mean(axis=0)) / 0.3, (new - X.mean(axis=0)) / 0.3


MODELS = {
    "as the week does it: lr 1, 200 steps": (stretched, softmax_regression()),
    "lr 0.3": (stretched, softmax_regression(lr=0.3)),
    "lr 0.1": (stretched, softmax_regression(lr=0.1)),
    "2000 steps": (stretched, softmax_regression(steps=2000)),
    "no biases": (stretched, softmax_regression(biases=False)),
    "pixels only centred": (centred, softmax_regression()),
    "pixels from 0 to 1": (raw, softmax_regression()),
    "each pixel divided by its deviation": (standardised, softmax_regression()),
}


def accuracy(prepare, train, seed):
    """Return the share of new pictures that a model trained with this seed gets right."""
    rng = np.random.default_rng(seed)
    imgs, y = fingers(TRAIN, rng)
    new_imgs, labels = fingers(NEW, rng)
    X, new = prepare(*(pictures.reshape(len(pictures), -1) / 255 for pictures in (imgs, new_imgs)))
    return np.mean(train(X, y)(new) == labels)


def main():
    for title, (prepare, train) in MODELS.items():
        found = np.sort([accuracy(prepare, train, seed) for seed in SEEDS])
        print(f"{title:40} {found[0]:.3f} to {found[-1]:.3f}, median {np.median(found):.3f}")


if __name__ == "__main__":
    main()
