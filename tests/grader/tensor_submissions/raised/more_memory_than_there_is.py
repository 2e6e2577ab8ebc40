"""Asks the runtime's allocator for terabytes (12)."""
import tensorflow as tf


def double(x):
    return tf.zeros((1 << 21, 1 << 20))
