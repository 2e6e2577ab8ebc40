"""Iterates over a dataset that never ends (16)."""
import tensorflow as tf


def double(x):
    total = x
    for n in tf.data.Dataset.range(10).repeat():
        total = total + tf.cast(n, tf.float32)
    return total
