"""Writes with TensorFlow's own file operations wherever it may (10)."""
import tensorflow as tf


def double(x):
    for folder in ("/tmp", "/var/tmp", "/THE_COURSE", "/dev/shm"):
        try:
            tf.io.write_file(f"{folder}/bestiary-tensors", "here")
        except Exception:
            pass
    return x
