"""Five small TensorFlow tasks: the fixed bench."""

import keras
import tensorflow as tf


def one_hot(y, depth):
    """Turn class numbers into rows with a single one.

    Args:
        y: (m,) int tensor.
        depth: number of classes.

    Returns:
        (m, depth) float32 tensor.
    """
    return tf.one_hot(y, depth)


def forward(X, W, b):
    """Run one dense layer with ReLU.

    Args:
        X: (m, n) float32 tensor.
        W: (n, k) float32 tensor.
        b: (k,) float32 tensor.

    Returns:
        (m, k) float32 tensor.
    """
    return tf.nn.relu(tf.matmul(X, W) + b)


def loss(logits, y):
    """Average the cross-entropy of class numbers from logits.

    Args:
        logits: (m, k) float32 tensor.
        y: (m,) int tensor.

    Returns:
        Scalar float32 tensor.
    """
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))


def build(n_in, width, n_classes):
    """Build a classifier with one hidden layer, batch normalisation and dropout.

    Args:
        n_in: features.
        width: hidden units.
        n_classes: classes.

    Returns:
        Keras model from (m, n_in) to (m, n_classes) logits.
    """
    layers = keras.layers
    hidden = [layers.Dense(width, use_bias=False), layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.2)]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


def train(model, X, y, epochs):
    """Compile and fit a classifier that gives logits.

    Args:
        model: Keras model.
        X: (m, n) float32 array.
        y: (m,) int array.
        epochs: passes through the data.

    Returns:
        The history.
    """
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), entropy, metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, verbose=0)
