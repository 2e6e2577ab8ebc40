"""What has to run beside the implementation: tapes and models."""

import numpy as np
import tensorflow as tf


def loss_gradient(module, logits, y):
    """Return the gradient of the loss by the logits."""
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = module.loss(logits, y)
    return tape.gradient(value, logits)


def parameters(module, n_in, width, n_classes):
    """Return how many numbers a network has."""
    return int(module.build(n_in, width, n_classes).count_params())


def responses(module, X, width, n_classes):
    """Return what a network answers twice in training and twice at inference."""
    net = module.build(X.shape[1], width, n_classes)
    return [np.array(net(X, training=training)) for training in (True, True, False, False)]


def one_step(module, X, y):
    """Return how much one step of gradient descent lowers the loss."""
    net = module.build(X.shape[1], 8, 3)
    with tf.GradientTape() as tape:
        before = module.loss(net(X, training=False), y)
    gradients = tape.gradient(before, net.trainable_variables)
    for variable, gradient in zip(net.trainable_variables, gradients, strict=True):
        variable.assign_sub(0.1 * gradient)
    return float(before) - float(module.loss(net(X, training=False), y))


def trained(module, X, y, epochs):
    """Return the history of a training."""
    return module.train(module.build(X.shape[1], 16, 3), X, y, epochs).history
