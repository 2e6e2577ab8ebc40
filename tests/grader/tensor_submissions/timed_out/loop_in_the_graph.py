"""Loops for ever in a compiled graph, where no exception of Python's arrives (15)."""
import tensorflow as tf


@tf.function
def forever(x):
    return tf.while_loop(lambda n: n >= 0, lambda n: (n + 1) % 1000, [tf.constant(0)])


def double(x):
    return forever(x)
