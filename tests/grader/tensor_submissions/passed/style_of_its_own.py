"""Is right, and leaves the libraries' global settings upside down for whoever comes next (17)."""
import keras
import tensorflow as tf

tf.config.run_functions_eagerly(True)


def double(x):
    keras.config.set_floatx("float16")
    keras.utils.set_random_seed(0)
    return tf.add(x, x)
