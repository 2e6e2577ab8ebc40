"""Fills memory with tensors that are kept (13)."""
import tensorflow as tf

KEPT = []


def double(x):
    while True:
        KEPT.append(tf.ones((1 << 22,)) + len(KEPT))
